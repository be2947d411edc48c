// The state that decisions look at: what the store has, with everything on top of it that entries
// decided since have changed. It lives on the writer's thread and is thrown away if a batch fails.

import Indicators
import Ledger
import Programmes
import Quantities
import Storage

/// What the writer knows, read through from the store and kept while there is room.
final class WorkingState: Surroundings {
  let writer: any StoreWriter
  /// What is read beside, if something is.
  private let ahead: ReadingAhead?
  /// Has everything written that was decided before this batch.
  let settle: () throws -> Void
  let secrets: LedgerSecrets
  /// Units, accounts and programmes.
  ///
  /// Kept in a box: a value this large would be copied whenever something of it is asked for.
  var directory: Directory { directoryBox.directory }
  private var directoryBox: DirectoryBox
  /// The day of the request being decided, on which units and roles must hold.
  var day = Day(number: 0)

  private var records = Kept<RecordID, RecordRow?>()
  /// The records last asked for or changed.
  private var latest: [(id: RecordID, row: RecordRow?)] = []
  private var keys = Kept<KeyRow, RecordID?>()
  private var balances = Kept<BalanceKey, Int64>()
  private var subjectKeys = Kept<Int64, SubjectKey>()
  /// The numbers of keys destroyed since the state was loaded.
  private var destroyed: Set<Int64> = []
  /// The roles held, by who, where and when, at a revision of the directory.
  private var roles: [RoleQuestion: Set<String>] = [:]
  private var rolesRevision = 0
  /// The tallies that work moves, by the tree of now.
  private var reaches: [TallyPlace: TallyReach] = [:]
  /// Which kinds change the directory.
  private var concerned: [(kind: String, concerns: Bool)] = []
  /// Above it no record is stored; ids are mostly in the order of time, so a new one is above.
  private var highestRecord: RecordID
  /// The next entry at the last turn: what was not used since was decided before it.
  private var turnedAt: Int64 = 0

  private static let latestMax = 6
  /// Places of tallies whose names are kept at a time.
  private static let reachesMax = 100_000
  /// Answers about roles kept at a time.
  private static let rolesMax = 10_000

  init(
    writer: any StoreWriter, ahead: ReadingAhead?, secrets: LedgerSecrets, directory: Directory,
    settle: @escaping () throws -> Void
  ) throws {
    self.writer = writer
    self.ahead = ahead
    self.settle = settle
    self.secrets = secrets
    self.directoryBox = DirectoryBox(directory)
    self.highestRecord = try writer.highestRecord() ?? RecordID(high: 0, low: 0)
  }

  private struct RoleQuestion: Hashable {
    let actor: Actor
    let unit: String
    let day: Day
  }

  // MARK: Looking up

  /// A subject key by its number; `nil` once it was destroyed.
  func subjectKey(_ number: Int64) throws -> SubjectKey? {
    if destroyed.contains(number) { return nil }
    if let known = subjectKeys.find(number) { return known }
    guard let wrapped = try writer.subjectKey(number) else { return nil }
    let key = try secrets.unwrap(wrapped, number: number)
    subjectKeys.set(number, to: key)
    return key
  }

  func row(_ id: RecordID) throws -> RecordRow? {
    if id > highestRecord { return nil }
    for item in latest where item.id == id { return item.row }
    if let known = records.find(id) {
      note(known, of: id)
      return known
    }
    let found = try ahead?.row(id) ?? writer.record(id)
    records.set(id, to: found)
    note(found, of: id)
    return found
  }

  /// Whether looking up a record means looking in the store.
  func lacks(_ id: RecordID) -> Bool { id <= highestRecord && records.find(id) == nil }

  /// The records of one entry are asked for several times while it is decided and folded.
  private func note(_ row: RecordRow?, of id: RecordID) {
    if let place = latest.firstIndex(where: { $0.id == id }) {
      latest[place].row = row
    } else {
      if latest.count == Self.latestMax { latest.removeFirst() }
      latest.append((id, row))
    }
  }

  func holder(_ key: KeyRow) throws -> RecordID? {
    if let known = keys.find(key) { return known }
    let found = try writer.holder(key)
    keys.set(key, to: found)
    return found
  }

  func balance(_ key: BalanceKey) throws -> Int64 {
    if let known = balances.find(key) { return known }
    let found = try writer.balance(key)
    balances.set(key, to: found)
    return found
  }

  /// The tallies that what is done somewhere moves.
  func reach(of place: TallyPlace) -> TallyReach {
    if let known = reaches[place] { return known }
    if reaches.count >= Self.reachesMax { reaches.removeAll(keepingCapacity: true) }
    let made = TallyReach(
      measure: place.measure, part: place.part, unit: place.unit,
      reach: directory.tree?.reach(of: place.unit))
    reaches[place] = made
    return made
  }

  /// Whether an entry that touches this kind changes the directory.
  func concerns(kind: String) -> Bool {
    if let known = concerned.first(where: { $0.kind == kind }) { return known.concerns }
    let concerns = directory.concerns(kind: kind)
    concerned.append((kind, concerns))
    return concerns
  }

  // MARK: Changing

  /// Takes a record as an entry of the day leaves it into the directory.
  func note(_ record: Record, on day: Day) throws {
    let tree = directory.tree
    var changed = directory
    // Let go of meanwhile, so that what changes is changed where it is.
    directoryBox = DirectoryBox(Directory(programmes: changed.genesis))
    defer {
      directoryBox = DirectoryBox(changed)
      concerned = []
      if changed.tree !== tree { reaches = [:] }
    }
    try changed.note(record, on: day)
  }

  func set(_ key: SubjectKey) { subjectKeys.set(key.number, to: key) }

  /// Forgets a key for good; in the store it is destroyed when the batch lasts.
  func destroy(_ number: Int64) {
    subjectKeys.remove(number)
    destroyed.insert(number)
  }

  func set(_ row: RecordRow) {
    let id = row.record.id
    records.set(id, to: row)
    note(row, of: id)
    highestRecord = max(highestRecord, id)
  }

  func set(_ key: KeyRow, holder: RecordID?) { keys.set(key, to: holder) }
  func set(_ key: BalanceKey, amount: Int64) { balances.set(key, to: amount) }

  /// Forgets what has not been used since the turn before, if much has gathered and the projections
  /// have what was decided until then; `seq` is the next entry's.
  func trim(at seq: Int64, after projections: Projecting) {
    let isFull =
      records.isFull || keys.isFull || balances.isFull || subjectKeys.isFull
    guard isFull, projections.hasWritten(before: turnedAt) else { return }
    turnedAt = seq
    projections.letGo(of: records.turn() + keys.turn() + balances.turn() + subjectKeys.turn())
  }

  // MARK: Surroundings

  func record(_ id: RecordID) throws -> Record? { try row(id)?.record }

  func hasSealed(_ record: Record) throws -> Bool {
    try !record.isErased && row(record.id)?.keyNumber != nil
  }

  func holder(ofKey name: String, value: KeyValue, values: [Value]) throws -> RecordID? {
    switch value {
    case .plain(let text): try holder(KeyRow(name: name, value: Array(text.utf8)))
    case .blind: try holder(blindRow(name, values: values))
    }
  }

  /// A key over sealed values as it is looked up.
  func blindRow(_ name: String, values: [Value]) throws -> KeyRow {
    KeyRow(name: name, value: try secrets.blindIndex(key: name, values: values).bytes)
  }

  func balance(of measure: String, owner: RecordID) throws -> Int64 {
    try balance(BalanceKey(measure: measure, owner: owner))
  }

  func unitExists(_ code: String, on day: Day) -> Bool {
    directory.unitExists(code, on: day)
  }

  func roles(of actor: Actor, at unit: String) -> Set<String> {
    // Only accounts hold roles by their grants; residents are many and all alike.
    guard case .account = actor else { return directory.roles(of: actor, at: unit, on: day) }
    if rolesRevision != directory.revision || roles.count > Self.rolesMax {
      roles.removeAll(keepingCapacity: true)
      rolesRevision = directory.revision
    }
    let question = RoleQuestion(actor: actor, unit: unit, day: day)
    if let known = roles[question] { return known }
    let found = directory.roles(of: actor, at: unit, on: day)
    roles[question] = found
    return found
  }
}

/// A directory that is looked at where it is.
private final class DirectoryBox: Sendable {
  let directory: Directory

  init(_ directory: Directory) {
    self.directory = directory
  }
}
