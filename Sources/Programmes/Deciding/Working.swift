import Quantities

/// A record while a request is decided: as it was, and as it will be.
///
/// A class, because every step looks at it and only few change it; it never leaves its decision.
final class Working {
  let kind: Kind
  let before: Record?
  var after: Record
  /// Facts written, each name once.
  private(set) var writes: [Write]
  /// Sealed values given in this request.
  var sealed: [String: Value]
  /// Whether an entry touches it; otherwise it is only read.
  var isTouched: Bool

  /// A record that exists.
  init(existing record: Record, kind: Kind) {
    self.kind = kind
    self.before = record
    self.after = record
    self.writes = []
    self.sealed = [:]
    self.isTouched = false
  }

  /// A record that begins in this request.
  init(new id: RecordID, kind: Kind, unit: String) {
    self.kind = kind
    self.before = nil
    self.after = Record(
      id: id, kind: kind.name, version: 0, state: "new", unit: unit, facts: [:])
    self.writes = []
    self.sealed = [:]
    self.isTouched = true
  }

  func write(_ field: Field, _ value: Value) {
    let write = Write(
      name: field.name, level: field.level, value: value, isDerived: field.isDerived)
    if let index = writes.firstIndex(where: { $0.name == field.name }) {
      writes[index] = write
    } else {
      writes.append(write)
    }
    isTouched = true
    // -1: the entry has no number yet, and nothing in a decision reads it.
    if field.level.isSealed {
      after.facts[field.name] = Fact(content: .sealed, seq: -1)
      sealed[field.name] = value
    } else {
      after.facts[field.name] = Fact(content: .plain(value), seq: -1)
    }
  }

  /// Whether a stock may have moved: it depends on something that this request changes.
  func mayMove(_ measure: Measure) -> Bool {
    guard let before else { return true }
    if before.unit != after.unit { return true }
    if before.state != after.state, measure.factsRead.contains("state") { return true }
    return measure.factsRead.contains(where: hasWritten)
  }

  /// Whether this request writes a fact.
  func hasWritten(_ name: String) -> Bool { writes.contains { $0.name == name } }

  /// The change as the entry keeps it.
  func touch(keys: [KeyChange]) -> Touch {
    Touch(
      record: after.id, kind: kind.name, base: before?.version ?? 0, state: after.state,
      unit: after.unit, writes: writes.sorted { $0.name < $1.name }, keys: keys)
  }
}
