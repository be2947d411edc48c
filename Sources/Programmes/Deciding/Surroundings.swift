public import Quantities

/// What a decision may look at: the state left by the entry before.
public protocol Surroundings {
  /// The record as it is, or `nil` if there is none.
  func record(_ id: RecordID) throws -> Record?
  /// Who holds a key, or `nil`. For a blind key `values` are the fields' values in the key's order,
  /// and the implementation computes the HMAC.
  func holder(ofKey name: String, value: KeyValue, values: [Value]) throws -> RecordID?
  /// The balance of a measure held against an owner record; 0 if nothing moved yet.
  func balance(of measure: String, owner: RecordID) throws -> Int64
  /// Whether a unit of this code exists on `day`.
  func unitExists(_ code: String, on day: Day) throws -> Bool
  /// The roles that the actor holds for `unit` (at it or at a unit above it). Clock and system hold
  /// `clock` and `system`.
  func roles(of actor: Actor, at unit: String) throws -> Set<String>
  /// Whether some entry sealed something of a record, even if none of it is known any more, and it
  /// has not been erased.
  func hasSealed(_ record: Record) throws -> Bool
}

extension Surroundings {
  /// By the facts that are known; who keeps the entries' keys knows better.
  public func hasSealed(_ record: Record) throws -> Bool {
    record.facts.values.contains { $0.content == .sealed }
  }
}
