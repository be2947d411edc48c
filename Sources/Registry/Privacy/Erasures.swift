internal import Indicators
public import Ledger
public import Programmes
public import Quantities
import Storage

/// A request to erase what is personal in one record.
public struct ErasureRequest: Sendable, Hashable {
  /// The record.
  public let record: RecordID
  /// One of the grounds that the programme of erasures knows.
  public let ground: String
  /// Why, in words.
  public let reason: String
  /// Who erases.
  public let actor: Actor

  /// A request of these parts.
  public init(record: RecordID, ground: String, reason: String, actor: Actor) {
    self.record = record
    self.ground = ground
    self.reason = reason
    self.actor = actor
  }
}

extension LedgerView {
  /// The kind whose entries erase; `nil` in a ledger whose definitions are older.
  public var erasureKind: Kind? { programmes.kinds(providing: .erasures).first }

  /// An erasure as the ledger takes it: work of the record's unit, today.
  public func request(
    _ erasure: ErasureRequest, on today: Day, id: EntryID, as record: RecordID
  ) throws -> Request? {
    guard let kind = erasureKind, let action = kind.firstAction else { return nil }
    let home = try self.record(erasure.record)?.unit
    let unit = home.flatMap { directory.unitExists($0, on: today) ? $0 : nil }
    return Request(
      id: id, on: today, actor: erasure.actor, unit: unit ?? units?.root ?? BuiltIn.ledgerUnit,
      programme: kind.programme, action: "\(kind.name).\(action.name)", subject: .new(record),
      records: [:],
      fields: [
        "erased": .text(erasure.record.description), "ground": .text(erasure.ground),
        "reason": .text(erasure.reason),
      ])
  }

  /// What erases a record with everything that is held about it.
  ///
  /// That are the records that refer to it, unless `isOnly`, and the arrivals that hold something
  /// of these; what of them waits is not entered any more.
  ///
  /// `newID` gives ids that were never used. `nil` in a ledger whose definitions know no erasures.
  public func requests(
    erasing erasure: ErasureRequest, isOnly: Bool, on today: Day, newID: () -> EntryID
  ) throws -> [(record: Record, request: Request)]? {
    guard let record = try record(erasure.record) else { return [] }
    let records = [record] + (isOnly ? [] : try self.records(referringTo: record))
    let arrivals = try arrivals(about: records, isWide: !isOnly, on: today)
    var requests: [(record: Record, request: Request)] = []
    for arrival in arrivals {
      guard let drop = try drop(arrival, on: today, id: newID()) else { continue }
      requests.append((arrival, drop))
    }
    let sealed = try (records + arrivals).filter { try hasSealed($0) }
    // If there is nothing, the record's own refusal says so.
    for record in sealed.isEmpty ? [record] : sealed {
      let ids = (newID(), newID())
      let part = ErasureRequest(
        record: record.id, ground: erasure.ground, reason: erasure.reason, actor: erasure.actor)
      let request = try request(
        part, on: today, id: ids.0, as: RecordID(high: ids.1.high, low: ids.1.low))
      guard let request else { return nil }
      requests.append((record, request))
    }
    return requests
  }

  /// What keeps an arrival from being entered once it is erased; `nil` if it is settled already.
  private func drop(_ arrival: Record, on today: Day, id: EntryID) throws -> Request? {
    guard let item = try self.arrival(arrival.id), ["waiting", "conflict"].contains(arrival.state)
    else { return nil }
    return Request(
      id: id, on: today, actor: .system, unit: arrival.unit, programme: "arrivals",
      action: "arrival.drop", subject: .existing(arrival.id, base: nil), records: [:],
      fields: [
        "reason": .text("个人信息已删除，不再入账。"),
        "listed": .text(ArrivalKeeping.listed(item.id, false)),
      ])
  }

  /// Whether something of a record was sealed, even if it is known no more, and not erased.
  public func hasSealed(_ record: Record) throws -> Bool {
    try !record.isErased && reader.record(record.id)?.keyNumber != nil
  }

  /// The keys that were destroyed, for a list that a restore goes by.
  public func erasedKeys() throws -> [ErasedKey] {
    guard let kind = erasureKind else { return [] }
    var keys: [ErasedKey] = []
    for erasure in try records(kind: kind.name) {
      guard let id = erasure.value("erased")?.text.flatMap({ RecordID($0) }),
        let number = try reader.record(id)?.keyNumber,
        let entry = try reader.entry(number / SubjectKeyRow.numbersPerEntry)
      else { continue }
      keys.append(ErasedKey(number: number, leafHash: entry.leafHash))
    }
    return keys
  }

  /// Whether the key with this number was destroyed.
  public func isErased(keyNumber: Int64) throws -> Bool {
    try reader.subjectKey(keyNumber) == nil
  }
}
