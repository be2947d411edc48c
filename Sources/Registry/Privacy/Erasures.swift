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
