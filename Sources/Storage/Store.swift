public import Ledger
public import Programmes
public import Quantities

/// One ledger's storage: the truth (entries, keys, checkpoints) and the projections beside it.
///
/// What a reader sees is one consistent state of the projections and of the entries they were made
/// from. Writing is for the one `StoreWriter`, its `StoreAppender` and the one `StoreProjector`
/// that each engine makes beside it.
public protocol Store: Sendable {
  /// Gives `body` one consistent state. The reader must not be kept afterwards.
  func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result
}

/// The writer's side, used from one thread at a time.
///
/// It has what deciding needs to look up, and the step that makes a batch last. What it looks up in
/// the projections is what the `StoreProjector` has finished, and in the truth what has been
/// appended when it is asked.
public protocol StoreWriter: StoreAppender {
  /// An appender of the same ledger, for another thread: it appends while this side looks up.
  ///
  /// Only one of the two appends at a time, and none appends while the other does.
  func makeAppender() throws -> sending any StoreAppender
  /// A reader of records for another thread, which reads while this side decides; `nil` if the
  /// engine has none.
  func makeRecordReader() throws -> sending (any RecordReader)?
  /// Entries stored.
  func entryCount() throws -> Int64
  /// Entries projected; less than `entryCount` after a crash between the two steps.
  func through() throws -> Int64
  /// From now on the projections are looked at as they are at the first look: an engine need not
  /// ask at every look whether they have changed.
  func beginLooking() throws
  /// The end of it, after which every look is at what has been written.
  func endLooking()
  /// Begins again, if it has begun: what has been written meanwhile is to be seen.
  func lookAnew() throws
  /// The place of the entry with this id; `nil` if it was never stored.
  func entrySeq(_ id: EntryID) throws -> Int64?
  /// The entry at a place; `nil` outside of what is stored.
  func entry(_ seq: Int64) throws -> StoredEntry?
  /// A record as last projected; `nil` if no entry told of it.
  func record(_ id: RecordID) throws -> RecordRow?
  /// The ids of all records of a kind, in order.
  func records(kind: String) throws -> [RecordID]
  /// The highest id of all records; `nil` if there is none.
  func highestRecord() throws -> RecordID?
  /// The highest id of all entries; `nil` if there is none.
  func highestEntry() throws -> EntryID?
  /// The record that holds a unique key; `nil` if it is free.
  func holder(_ key: KeyRow) throws -> RecordID?
  /// What a ceiling or floor is held against; 0 if nothing moved it.
  func balance(_ key: BalanceKey) throws -> Int64
  /// The tallies of all measures at a unit in periods of one grain, `from` to `to` inclusive, in
  /// any order; asked when a unit is moved, merged or closed.
  func tallies(unit: String, from: TallyPeriod, to: TallyPeriod) throws -> [TallyRow]
  /// The contributions of a distinct count by the work of a unit from a day on, in any order; asked
  /// when a unit is moved or merged.
  func contributions(measure: String, unit: String, from: Day) throws -> [ContributionRow]
  /// A wrapped key by its number; `nil` if there is none or it was destroyed.
  func subjectKey(_ number: Int64) throws -> [UInt8]?
  /// The oldest checkpoint of more than `seq` leaves: the one a receipt for `seq` was given with.
  func checkpoint(covering seq: Int64) throws -> CheckpointRow?
  /// The hashes of a tile, 32 bytes each; `nil` if it was never written.
  func tile(level: Int, index: Int64) throws -> [UInt8]?
}

extension StoreWriter {
  /// No engine has to have one.
  public func makeRecordReader() -> sending (any RecordReader)? { nil }
}

/// The side that reads records ahead of the writer, used from one thread at a time.
public protocol RecordReader: AnyObject {
  /// How many are best asked for at a time.
  var togetherMax: Int { get }
  /// From now on the projections may be read as they are at the first reading.
  func beginLooking() throws
  /// The end of it.
  func endLooking()
  /// Records as last projected; those that no entry told of are left out.
  func records(_ ids: [RecordID]) throws -> [RecordID: RecordRow]
}

/// The side that makes batches last, used from one thread at a time.
public protocol StoreAppender: AnyObject {
  /// Makes a batch last: when this returns it has been synced to disk.
  func append(_ batch: TruthBatch) throws
}

/// The side of an engine that makes entries, and what they change in the projections, last in one
/// transaction: nothing is pending then, and whoever reads has both, in any process.
public protocol UnitedAppender: MemberSource, AnyObject {
  /// Makes a batch and its changes last: when this returns both have been synced to disk.
  func append(_ batch: TruthBatch, projecting projections: ProjectionBatch) throws
}

/// The side that writes the projections, used from one thread at a time, which may be another than
/// the writer's.
public protocol StoreProjector: MemberSource, AnyObject {
  /// Writes what a batch changes in the projections, in one transaction; fails if the batch does
  /// not begin where they end.
  func project(_ batch: ProjectionBatch) throws
  /// Does what is better done between bursts than in one; called when what was pending is written.
  func tidy()
}

extension StoreProjector {
  /// Nothing is left to do.
  public func tidy() {}
}

/// Whoever knows what distinct counts come to.
public protocol MemberSource {
  /// How often things have been counted, as last projected; those that are not counted are left
  /// out. Asked for thousands at a time, in the order of measure, part, period and thing.
  func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts]
}

/// One consistent state to read from.
public protocol StoreReader: MemberSource {
  /// Entries projected.
  func through() throws -> Int64
  /// The newest checkpoint of at most `size` leaves.
  func checkpoint(upTo size: Int64) throws -> CheckpointRow?
  /// The oldest checkpoint of more than `seq` leaves: the one a receipt for `seq` was given with.
  func checkpoint(covering seq: Int64) throws -> CheckpointRow?
  /// At most `limit` checkpoints of more than `size` leaves, in order.
  func checkpoints(after size: Int64, limit: Int) throws -> [CheckpointRow]
  /// The entry at a place; `nil` outside of what is stored.
  func entry(_ seq: Int64) throws -> StoredEntry?
  /// The place of the entry with this id; `nil` if it was never stored.
  func entrySeq(_ id: EntryID) throws -> Int64?
  /// At most `limit` entries from `seq` on, in order.
  func entries(from seq: Int64, limit: Int) throws -> [StoredEntry]
  /// At most `limit` leaves from `seq` on, in order, ending where one is missing.
  func leaves(from seq: Int64, limit: Int) throws -> [[UInt8]]
  /// At most `limit` entries from `seq` on as one page, ending where one is missing.
  func page(from seq: Int64, limit: Int) throws -> EntryPage
  /// The entries at these places, which ascend, that there are, as one page.
  func page(of seqs: [Int64]) throws -> EntryPage
  /// A wrapped key by its number; `nil` if there is none or it was destroyed.
  func subjectKey(_ number: Int64) throws -> [UInt8]?
  /// The wrapped keys of these numbers that there are, in any order; perhaps others besides.
  func subjectKeys(_ numbers: [Int64]) throws -> [SubjectKeyRow]
  /// The wrapped keys that the entries from one to before another have given, in any order.
  func subjectKeys(ofEntriesFrom seq: Int64, to end: Int64) throws -> [SubjectKeyRow]
  /// A record as projected; `nil` if no entry told of it.
  func record(_ id: RecordID) throws -> RecordRow?
  /// A number that grows whenever an entry touches a record of one of the kinds.
  ///
  /// It need not stay the same while none does; the longer it stays, the less is read again.
  func changed(kinds: [String]) throws -> Int64
  /// Records of a kind in the order of their ids, after one of them.
  func records(kind: String, after: RecordID?, limit: Int) throws -> [RecordRow]
  /// The record that holds a unique key; `nil` if it is free.
  func holder(_ key: KeyRow) throws -> RecordID?
  /// At most `limit` keys of one name whose values come before `end` as bytes do, in their order.
  func keys(named name: String, before end: [UInt8], limit: Int) throws -> [HeldKey]
  /// What a ceiling or floor is held against; 0 if nothing moved it.
  func balance(_ key: BalanceKey) throws -> Int64
  /// The tally over the whole of `period`; 0 if nothing moved.
  func tally(_ key: TallyKey) throws -> Int64
  /// All parts' tallies of a measure at a unit in periods of one grain, `from` to `to` inclusive.
  func tallies(measure: String, unit: String, from: TallyPeriod, to: TallyPeriod) throws
    -> [TallyRow]
  /// The sums of several measures at several units over periods of one grain, by measure, part and
  /// unit; those without a movement are left out.
  func sums(measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod) throws
    -> [TallySum]
  /// The tallies of several measures at several units in each period of one grain, `from` to `to`
  /// inclusive, by part, in any order; those that came to 0 again may be among them.
  func cells(measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod) throws
    -> [TallyRow]
  /// How many contributions a query has, and their sum; `nil` if there are more than `limit`, which
  /// are then not gone through.
  func contributionTotals(_ query: ContributionQuery, atMost limit: Int) throws
    -> (count: Int64, sum: Int64)?
  /// A page of contributions in the order of day, seq and ordinal.
  func contributions(_ query: ContributionQuery, offset: Int, limit: Int) throws
    -> [ContributionRow]
  /// The first page of the same, where a query may have too many to be gone through.
  func firstContributions(_ query: ContributionQuery, limit: Int) throws -> [ContributionRow]
  /// The hashes of a tile, 32 bytes each; `nil` if it was never written.
  func tile(level: Int, index: Int64) throws -> [UInt8]?
  /// Goes through every row of the projections once, in any order, for the audit.
  ///
  /// Tallies that came to 0 again are left out, since a recount has none.
  func scan(_ visit: (ProjectionRow) throws -> Void) throws
  /// The same, for who takes rows by their columns.
  func pour(into sink: any ProjectionSink) throws
}

extension StoreWriter {
  /// Nothing: every look is at what has been written.
  public func beginLooking() {}
  /// Nothing.
  public func endLooking() {}
  /// Nothing.
  public func lookAnew() {}
}

extension StoreReader {
  /// The number of entries projected: whatever they touch.
  public func changed(kinds: [String]) throws -> Int64 { try through() }

  /// How many contributions a query has, and their sum, however many they are.
  public func contributionTotals(
    _ query: ContributionQuery
  ) throws -> (count: Int64, sum: Int64) {
    try contributionTotals(query, atMost: .max) ?? (0, 0)
  }

  /// The first page; an engine that finds it faster does so.
  public func firstContributions(
    _ query: ContributionQuery, limit: Int
  ) throws -> [ContributionRow] {
    try contributions(query, offset: 0, limit: limit)
  }

  /// Cell by cell; an engine that can read a whole table does so.
  public func cells(
    measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    try units.flatMap { unit in
      try measures.flatMap { try tallies(measure: $0, unit: unit, from: from, to: to) }
    }
  }

  /// Row by row; an engine that has columns at hand does so by them.
  public func pour(into sink: any ProjectionSink) throws {
    try scan { try sink.take($0) }
  }

  /// Of whole entries; an engine that can put their bytes behind one another does so.
  public func page(from seq: Int64, limit: Int) throws -> EntryPage {
    var page = EntryPage()
    for entry in try entries(from: seq, limit: limit) {
      guard entry.seq == seq + Int64(page.count) else { break }
      page.add(entry)
    }
    return page
  }

  /// Those close together are read in one go.
  public func page(of seqs: [Int64]) throws -> EntryPage {
    var page = EntryPage()
    var rest = seqs[...]
    while let first = rest.first {
      var last = first
      var run: Set<Int64> = []
      while let seq = rest.first, last <= seq, seq - last <= 4 {
        last = seq
        run.insert(seq)
        rest.removeFirst()
      }
      for entry in try entries(from: first, limit: Int(last - first) + 1)
      where run.contains(entry.seq) {
        page.add(entry)
      }
    }
    return page
  }

  /// Key by key; an engine that can read them together does so.
  public func subjectKeys(_ numbers: [Int64]) throws -> [SubjectKeyRow] {
    try numbers.compactMap { number in
      try subjectKey(number).map { SubjectKeyRow(number: number, wrapped: $0) }
    }
  }

  /// The leaves of whole entries; an engine that can read them alone does so.
  public func leaves(from seq: Int64, limit: Int) throws -> [[UInt8]] {
    var leaves: [[UInt8]] = []
    for entry in try entries(from: seq, limit: limit) {
      guard entry.seq == seq + Int64(leaves.count) else { break }
      leaves.append(entry.leaf)
    }
    return leaves
  }
}

/// A unique key and the record that holds it.
public struct HeldKey: Sendable, Hashable {
  /// The key.
  public let key: KeyRow
  /// Who holds it.
  public let holder: RecordID

  /// A key as an engine stores it.
  public init(key: KeyRow, holder: RecordID) {
    self.key = key
    self.holder = holder
  }
}

/// A tally as stored.
public struct TallyRow: Sendable, Hashable {
  /// Where it stands.
  public let key: TallyKey
  /// In the measure's smallest step; 0 after movements that cancel out.
  public let amount: Int64

  /// A tally as an engine stores it.
  public init(key: TallyKey, amount: Int64) {
    self.key = key
    self.amount = amount
  }
}

/// A measure's movement over several periods.
public struct TallySum: Sendable, Hashable {
  /// Programme and measure: `shop-inspection.hazards-open`.
  public let measure: String
  /// The part the measure is split into, or empty.
  public let part: String
  /// The code of the unit.
  public let unit: String
  /// The sum in the measure's smallest step.
  public let amount: Int64

  /// A sum as an engine computed it.
  public init(measure: String, part: String, unit: String, amount: Int64) {
    self.measure = measure
    self.part = part
    self.unit = unit
    self.amount = amount
  }
}

/// Which contributions: of one measure, over units and days.
public struct ContributionQuery: Sendable, Hashable {
  /// Programme and measure.
  public let measure: String
  /// One part, or `nil` for all.
  public let part: String?
  /// The units of the work; a roll-up names all units below it.
  public let units: [String]
  /// The first day.
  public let from: Day
  /// The last day, included.
  public let to: Day

  /// A query; without units nothing matches.
  public init(measure: String, part: String?, units: [String], from: Day, to: Day) {
    self.measure = measure
    self.part = part
    self.units = units
    self.from = from
    self.to = to
  }
}

/// Any row of the projections, as the audit sees it.
public enum ProjectionRow: Sendable, Hashable {
  /// A record with what is remembered of its sealed facts.
  case record(RecordRow)
  /// A unique key that is held.
  case key(KeyRow, holder: RecordID)
  /// What a ceiling or floor is held against; it may be 0.
  case balance(BalanceKey, amount: Int64)
  /// A tally that is not 0.
  case tally(TallyRow)
  /// A thing that is counted somewhere.
  case member(MemberKey, counts: MemberCounts)
  /// One movement.
  case contribution(ContributionRow)
  /// A tile of the hash tree.
  case tile(TileRow)
}
