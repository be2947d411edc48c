public import Ledger
public import Programmes
public import Quantities

/// What one batch adds to the truth, in one synced transaction.
public struct TruthBatch: Sendable {
  /// In order of `seq`, without a gap.
  public let entries: [StoredEntry]
  /// Wrapped keys of records that have something sealed for the first time.
  public let subjectKeys: [SubjectKeyRow]
  /// The signed checkpoint over all entries up to and including the batch's last.
  public let checkpoint: CheckpointRow
  /// The numbers of keys that erasures among the entries destroy; none of them is in `subjectKeys`.
  ///
  /// An engine deletes their rows in the same transaction, so that nothing of them stays readable
  /// in its files; a number that is not there is passed over.
  public let destroyedKeys: [Int64]

  /// A batch; the checkpoint's size is the last entry's `seq` + 1.
  public init(
    entries: [StoredEntry], subjectKeys: [SubjectKeyRow], checkpoint: CheckpointRow,
    destroyedKeys: [Int64] = []
  ) {
    self.destroyedKeys = destroyedKeys
    self.entries = entries
    self.subjectKeys = subjectKeys
    self.checkpoint = checkpoint
  }
}

/// A record's own key, wrapped by the ledger's master key; deleting the row erases what it sealed.
public struct SubjectKeyRow: Sendable, Hashable {
  /// Names the key within the ledger; sealed values name it too.
  public let number: Int64
  /// The key, encrypted under the ledger's master key.
  public let wrapped: [UInt8]

  /// The numbers that one entry may give: key `n` of entry `seq` is `seq * numbersPerEntry + n`, so
  /// that the keys of the first entries are told by their numbers.
  public static let numbersPerEntry: Int64 = 256

  /// The numbers that the entries from one to before another may give.
  public static func numbers(ofEntriesFrom seq: Int64, to end: Int64) -> Range<Int64> {
    seq * numbersPerEntry..<end * numbersPerEntry
  }

  /// A row for a key made in this batch.
  public init(number: Int64, wrapped: [UInt8]) {
    self.number = number
    self.wrapped = wrapped
  }
}

/// A signed note over a tree of `size` leaves.
public struct CheckpointRow: Sendable, Hashable {
  /// Leaves in the tree.
  public let size: Int64
  /// The note's text with its signatures (C2SP tlog-checkpoint).
  public let note: String

  /// A checkpoint already signed.
  public init(size: Int64, note: String) {
    self.size = size
    self.note = note
  }
}

/// A record, with what the ledger must remember of its sealed facts.
public struct RecordContent: Sendable, Hashable {
  /// What the entries so far make of it.
  public var record: Record
  /// The number of the key that its sealed facts are under, if it has any.
  public var keyNumber: Int64?
  /// The look-up values of the unique keys over sealed facts that it holds, by key name; they
  /// cannot be computed again when a key is given up, since the old value may be erased.
  public var blindKeys: [String: [UInt8]]
  /// The entries that touched it, in order; also those that wrote no fact.
  public var history: [Int64]

  /// A record as folded, with its own key's number, look-up values and entries.
  public init(
    record: Record, keyNumber: Int64?, blindKeys: [String: [UInt8]], history: [Int64]
  ) {
    self.record = record
    self.keyNumber = keyNumber
    self.blindKeys = blindKeys
    self.history = history
  }
}

/// A record's content as it is held and handed on: a copy is one reference.
public struct RecordRow: Sendable, Hashable {
  private final class Box: Sendable {
    let content: RecordContent

    init(_ content: RecordContent) {
      self.content = content
    }
  }

  private let box: Box

  /// Everything in it, to be changed.
  public var content: RecordContent { box.content }
  /// What the entries so far make of it.
  public var record: Record { box.content.record }
  /// See `RecordContent.keyNumber`.
  public var keyNumber: Int64? { box.content.keyNumber }
  /// See `RecordContent.blindKeys`.
  public var blindKeys: [String: [UInt8]] { box.content.blindKeys }
  /// The entries that touched it, in order.
  public var history: [Int64] { box.content.history }

  /// A row of a content that changes no more.
  public init(_ content: RecordContent) {
    box = Box(content)
  }

  /// A record as folded, with its own key's number, look-up values and entries.
  public init(
    record: Record, keyNumber: Int64?, blindKeys: [String: [UInt8]], history: [Int64]
  ) {
    self.init(
      RecordContent(record: record, keyNumber: keyNumber, blindKeys: blindKeys, history: history))
  }

  /// Whether both say the same.
  public static func == (left: RecordRow, right: RecordRow) -> Bool {
    left.box === right.box || left.content == right.content
  }

  /// By what it says.
  public func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

/// A unique key as it is looked up.
public struct KeyRow: Sendable, Hashable {
  /// Kind and key: `premises.licence`.
  public let name: String
  /// Plain text in UTF-8, or an HMAC for keys over sealed fields.
  public let value: [UInt8]

  /// A key under its name and look-up value.
  public init(name: String, value: [UInt8]) {
    self.name = name
    self.value = value
  }
}

/// What a ceiling or a floor is held against.
public struct BalanceKey: Sendable, Hashable {
  /// Programme and measure that has a limit.
  public let measure: String
  /// The record whose limit it is.
  public let owner: RecordID

  /// The balance of one owner under one measure.
  public init(measure: String, owner: RecordID) {
    self.measure = measure
    self.owner = owner
  }

  /// By the record alone, which seldom has the limits of several measures.
  public func hash(into hasher: inout Hasher) { hasher.combine(owner) }
}

/// The span of time a tally is for.
///
/// Flows add over days and months; distinct counts do not, so they have months and years of their
/// own.
public enum TallyPeriod: Sendable, Hashable, Comparable {
  /// One day; only at the unit of the work.
  case day(Day)
  /// One month; at every level.
  case month(Month)
  /// One year; for distinct counts only.
  case year(Int32)

  /// Ordered by grain, then time; what is stored.
  public var code: Int64 {
    switch self {
    case .day(let day): Self.code(grain: 1, number: day.number)
    case .month(let month): Self.code(grain: 2, number: month.number)
    case .year(let year): Self.code(grain: 3, number: year)
    }
  }

  /// The inverse of `code`; `nil` for a number that is none.
  public init?(code: Int64) {
    guard let number = Int32(exactly: (code & 0xFF_FFFF_FFFF) - Self.offset) else { return nil }
    switch code >> 40 {
    case 1: self = .day(Day(number: number))
    case 2: self = .month(Month(number: number))
    case 3: self = .year(number)
    default: return nil
    }
  }

  /// Added so that days before 1970 keep their order.
  private static let offset: Int64 = 0x8000_0000

  private static func code(grain: Int64, number: Int32) -> Int64 {
    (grain << 40) + (Int64(number) + offset)
  }

  /// Days before months before years; within a grain, earlier first.
  public static func < (left: TallyPeriod, right: TallyPeriod) -> Bool { left.code < right.code }
}

/// What is tallied where: made once and shared by its tallies, since there are few of them and
/// every entry moves several tallies.
public final class TallyName: Sendable, Hashable {
  /// Programme and measure: `shop-inspection.hazards-open`.
  public let measure: String
  /// The part the measure is split into, or empty.
  public let part: String
  /// The code of the unit.
  public let unit: String
  private let hash: Int

  /// A name; two of the same texts are equal.
  public init(measure: String, part: String, unit: String) {
    self.measure = measure
    self.part = part
    self.unit = unit
    var hasher = Hasher()
    hasher.combine(measure)
    hasher.combine(part)
    hasher.combine(unit)
    self.hash = hasher.finalize()
  }

  /// By the texts.
  public static func == (left: TallyName, right: TallyName) -> Bool {
    left === right
      || left.hash == right.hash && left.unit == right.unit && left.measure == right.measure
        && left.part == right.part
  }

  /// By what was made of the texts before.
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// Where a tally stands.
public struct TallyKey: Sendable, Hashable {
  /// Measure, part and unit.
  public let name: TallyName
  /// The day, month or year.
  public let period: TallyPeriod

  /// Programme and measure: `shop-inspection.hazards-open`.
  public var measure: String { name.measure }
  /// The part the measure is split into, or empty.
  public var part: String { name.part }
  /// The code of the unit.
  public var unit: String { name.unit }

  /// The place of one amount.
  public init(measure: String, part: String, unit: String, period: TallyPeriod) {
    self.init(TallyName(measure: measure, part: part, unit: unit), period: period)
  }

  /// The place of one amount, under a name that others share.
  public init(_ name: TallyName, period: TallyPeriod) {
    self.name = name
    self.period = period
  }

  /// By the name's texts and the period's number.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(period.code)
  }
}

/// A thing's membership in a distinct count over one month or year.
public struct MemberKey: Sendable, Hashable {
  /// Programme and measure that counts different things.
  public let measure: String
  /// The part the measure is split into, or empty.
  public let part: String
  /// A month or a year.
  public let period: TallyPeriod
  /// The record counted at most once.
  public let thing: RecordID

  /// One thing in one count over one period.
  public init(measure: String, part: String, period: TallyPeriod, thing: RecordID) {
    self.measure = measure
    self.part = part
    self.period = period
    self.thing = thing
  }

  /// By the thing and the time: it seldom counts in several measures.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(thing)
    hasher.combine(period.code)
  }
}

extension MemberKey: Comparable {
  /// In the order in which engines keep them: measure, part, period, thing.
  public static func < (left: MemberKey, right: MemberKey) -> Bool {
    (left.measure, left.part, left.period, left.thing)
      < (right.measure, right.part, right.period, right.thing)
  }
}

/// One movement of a measure, as a number card lists it.
public struct ContributionRow: Sendable, Hashable {
  /// Programme and measure.
  public let measure: String
  /// The part the measure is split into, or empty.
  public let part: String
  /// The code of the unit it counts for.
  public let unit: String
  /// The day it counts on.
  public let day: Day
  /// The entry it is an effect of.
  public let seq: Int64
  /// The delta's place in its entry.
  public let ordinal: Int32
  /// In the measure's smallest step; negative for what is undone.
  public let amount: Int64
  /// The thing counted, for a distinct count.
  public let member: RecordID?

  /// A movement as its entry states it.
  public init(
    measure: String, part: String, unit: String, day: Day, seq: Int64, ordinal: Int32,
    amount: Int64, member: RecordID?
  ) {
    self.measure = measure
    self.part = part
    self.unit = unit
    self.day = day
    self.seq = seq
    self.ordinal = ordinal
    self.amount = amount
    self.member = member
  }

  /// Whether it comes before another on a number card: by day, entry and place in the entry.
  public func comes(before other: ContributionRow) -> Bool {
    (day, seq, ordinal) < (other.day, other.seq, other.ordinal)
  }
}

/// A tile of the hash tree in the C2SP tlog-tiles layout: up to 256 hashes of 32 bytes.
public struct TileRow: Sendable, Hashable {
  /// 0 for the leaves' hashes; each level above hashes 256 of the one below.
  public let level: Int
  /// The tile's place in its level, from 0.
  public let index: Int64
  /// 32 bytes a hash, in order; fewer than 256 while the tile fills up.
  public let hashes: [UInt8]

  /// A tile, full or partial, that replaces what was stored in its place.
  public init(level: Int, index: Int64, hashes: [UInt8]) {
    self.level = level
    self.index = index
    self.hashes = hashes
  }
}
