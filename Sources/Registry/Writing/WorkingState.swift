// The state that decisions look at: what the store has, with everything on top of it that entries
// decided since have changed. It lives on the writer's thread and is thrown away if a batch fails.

import Ledger
import Programmes
import Quantities
import Storage

/// What the writer knows, read through from the store and kept while there is room.
final class WorkingState: Surroundings {
  private let writer: any StoreWriter
  let secrets: LedgerSecrets
  var directory: Directory
  /// The day of the request being decided, on which units and roles must hold.
  var day = Day(number: 0)

  private var records: [RecordID: RecordRow?] = [:]
  private var keys: [KeyRow: RecordID?] = [:]
  private var balances: [BalanceKey: Int64] = [:]
  private var members: [MemberKey: MemberCounts] = [:]

  /// Rows of each kind kept between batches; some 100 MiB in all when full.
  static let keptMax = 100_000

  init(writer: any StoreWriter, secrets: LedgerSecrets, directory: Directory) {
    self.writer = writer
    self.secrets = secrets
    self.directory = directory
  }

  // MARK: Looking up

  func row(_ id: RecordID) throws -> RecordRow? {
    if let known = records[id] { return known }
    let found = try writer.record(id)
    records[id] = .some(found)
    return found
  }

  func holder(_ key: KeyRow) throws -> RecordID? {
    if let known = keys[key] { return known }
    let found = try writer.holder(key)
    keys[key] = .some(found)
    return found
  }

  func balance(_ key: BalanceKey) throws -> Int64 {
    if let known = balances[key] { return known }
    let found = try writer.balance(key)
    balances[key] = found
    return found
  }

  func member(_ key: MemberKey) throws -> MemberCounts {
    if let known = members[key] { return known }
    let found = try writer.member(key)
    members[key] = found
    return found
  }

  // MARK: Changing

  func set(_ row: RecordRow) {
    records[row.record.id] = .some(row)
  }

  func set(_ key: KeyRow, holder: RecordID?) {
    keys[key] = .some(holder)
  }

  func set(_ key: BalanceKey, amount: Int64) {
    balances[key] = amount
  }

  func set(_ key: MemberKey, counts: MemberCounts) {
    members[key] = counts
  }

  /// Forgets what the store has by now, if much has gathered.
  func trim() {
    if records.count > Self.keptMax { records.removeAll(keepingCapacity: true) }
    if keys.count > Self.keptMax { keys.removeAll(keepingCapacity: true) }
    if balances.count > Self.keptMax { balances.removeAll(keepingCapacity: true) }
    if members.count > Self.keptMax { members.removeAll(keepingCapacity: true) }
  }

  // MARK: Surroundings

  func record(_ id: RecordID) throws -> Record? { try row(id)?.record }

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
    directory.roles(of: actor, at: unit, on: day)
  }
}
