// The state that decisions look at: what the store has, with everything on top of it that entries
// decided since have changed. It lives on the writer's thread and is thrown away if a batch fails.

import Ledger
import Programmes
import Quantities
import Storage

/// What the writer knows, read through from the store and kept while there is room.
final class WorkingState: Surroundings {
  let writer: any StoreWriter
  /// Has everything written that was decided before this batch.
  let settle: () throws -> Void
  let secrets: LedgerSecrets
  var directory: Directory
  /// The day of the request being decided, on which units and roles must hold.
  var day = Day(number: 0)

  private var records = Kept<RecordID, RecordRow?>()
  private var keys = Kept<KeyRow, RecordID?>()
  private var balances = Kept<BalanceKey, Int64>()
  private var members = Kept<MemberKey, MemberCounts>()
  private var subjectKeys = Kept<Int64, SubjectKey>()
  /// The numbers of keys destroyed since the state was loaded.
  private var destroyed: Set<Int64> = []
  /// The roles held, by who, where and when, at a revision of the directory.
  private var roles: [RoleQuestion: Set<String>] = [:]
  private var rolesRevision = 0
  /// Above it no record is stored; ids are mostly in the order of time, so a new one is above.
  private var highestRecord: RecordID
  /// The entry before which everything in `before` was decided.
  private var turnedAt: Int64 = 0

  /// Rows of a kind used since the last turn, after which another turn is due; some 200 MiB in all
  /// when all are full.
  static let keptMax = 100_000
  /// Answers about roles kept at a time.
  private static let rolesMax = 10_000

  init(
    writer: any StoreWriter, secrets: LedgerSecrets, directory: Directory,
    settle: @escaping () throws -> Void
  ) throws {
    self.writer = writer
    self.settle = settle
    self.secrets = secrets
    self.directory = directory
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
    if let known = records.find(id) { return known }
    let found = try writer.record(id)
    records.set(id, to: found)
    return found
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

  func member(_ key: MemberKey) throws -> MemberCounts {
    if let known = members.find(key) { return known }
    let found = try writer.member(key)
    members.set(key, to: found)
    return found
  }

  // MARK: Changing

  func set(_ key: SubjectKey) { subjectKeys.set(key.number, to: key) }

  /// Forgets a key for good; in the store it is destroyed when the batch lasts.
  func destroy(_ number: Int64) {
    subjectKeys.remove(number)
    destroyed.insert(number)
  }

  func set(_ row: RecordRow) {
    records.set(row.record.id, to: row)
    highestRecord = max(highestRecord, row.record.id)
  }

  func set(_ key: KeyRow, holder: RecordID?) { keys.set(key, to: holder) }
  func set(_ key: BalanceKey, amount: Int64) { balances.set(key, to: amount) }
  func set(_ key: MemberKey, counts: MemberCounts) { members.set(key, to: counts) }

  /// Forgets what has not been used since the turn before, if much has gathered and the projections
  /// have what was decided until then; `seq` is the next entry's.
  func trim(at seq: Int64, after projections: Projecting) {
    let isFull =
      records.isFull || keys.isFull || balances.isFull || members.isFull || subjectKeys.isFull
    guard isFull, projections.hasWritten(before: turnedAt) else { return }
    turnedAt = seq
    records.turn()
    keys.turn()
    balances.turn()
    members.turn()
    subjectKeys.turn()
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

/// Values by key, kept while they are used: a turn drops those that were not used since the turn
/// before.
private struct Kept<Key: Hashable, Value> {
  private struct Item {
    var value: Value
    /// The turn in which it was last used.
    var turn: Int
  }

  private var items: [Key: Item] = [:]
  private var turns = 0
  /// How many were used in this turn.
  private var used = 0

  var isFull: Bool { used > WorkingState.keptMax }

  mutating func find(_ key: Key) -> Value? {
    guard let index = items.index(forKey: key) else { return nil }
    let item = items.values[index]
    if item.turn != turns {
      items.values[index].turn = turns
      used += 1
    }
    return item.value
  }

  mutating func set(_ key: Key, to value: Value) {
    let old = items.updateValue(Item(value: value, turn: turns), forKey: key)
    if old?.turn != turns { used += 1 }
  }

  mutating func remove(_ key: Key) {
    if items.removeValue(forKey: key)?.turn == turns { used -= 1 }
  }

  mutating func turn() {
    guard isFull else { return }
    items = items.filter { $0.value.turn == turns }
    turns += 1
    used = 0
  }
}
