import Quantities

extension Deciding {
  /// Loads the subject and every record that the request or an expression refers to.
  ///
  /// Unknown records are refused before records that exist already, and those before records of
  /// another kind, whichever of them comes first in the request.
  mutating func load() throws {
    let subject = request.subject
    let record = try surroundings.record(subject.id)
    if case .existing(let id, _) = subject, record == nil {
      throw Refusal.recordUnknown(kind: kind.name, id: id)
    }
    var faults = LoadFaults()
    faults.note(subject, kind, record)
    try place(nil, kind, subject, record)
    var mixed: Refusal?
    for (name, subject) in referredSubjects(of: record) {
      guard let target = kind.references.first(where: { $0.name == name })?.kind,
        let targetKind = programme.kind(target) ?? set.kind(target)
      else { continue }
      let record = try surroundings.record(subject.id)
      let isNew = if case .new = subject { true } else { false }
      // A new record needs an action that registers it; elsewhere it is simply not there.
      if record == nil, !(isNew && action.registers.contains(name)) {
        throw Refusal.recordUnknown(kind: target, id: subject.id)
      }
      faults.note(subject, targetKind, record)
      do { try place(name, targetKind, subject, record) } catch { mixed = mixed ?? error }
    }
    if let refusal = faults.exists ?? faults.otherKind ?? mixed { throw refusal }
  }

  private mutating func place(
    _ name: String?, _ kind: Kind, _ subject: Subject, _ record: Record?
  ) throws(Refusal) {
    if let name, let index = records.firstIndex(where: { $0.after.id == subject.id }) {
      // One new id under two names must be one kind, or facts of one would land in the other.
      guard records[index].kind.name == kind.name else {
        throw Refusal.recordOfOtherKind(expected: kind.name, found: records[index].kind.name)
      }
      references.place(name, at: index)
      return
    }
    if let name { references.place(name, at: records.count) }
    if let record {
      records.append(Working(existing: record, kind: kind))
    } else {
      records.append(Working(new: subject.id, kind: kind, unit: request.unit))
    }
  }

  /// The records named by the request, and those known of the subject that something reads.
  private func referredSubjects(of subject: Record?) -> [(String, Subject)] {
    var subjects = request.records.map { ($0.key, $0.value) }
    for (name, type, _) in kind.references where request.records[name] == nil {
      guard let value = request.fields[name] else { continue }
      // What is no id at all is refused as an invalid field later.
      guard let value = try? type.normalised(value, in: ValueContext(today: today)),
        case .record(let id) = value
      else { continue }
      subjects.append((name, .existing(id, base: nil)))
    }
    subjects.sort { $0.0 < $1.0 }
    guard let subject else { return subjects }
    for name in plan.references {
      guard !subjects.contains(where: { $0.0 == name }), let id = subject.reference(name) else {
        continue
      }
      subjects.append((name, .existing(id, base: nil)))
    }
    return subjects
  }

  /// What expressions on a record see.
  func scope(of index: Int, withSealed: Bool = false) throws -> Scope {
    let record = records[index]
    return Scope(
      record: record.after, referred: try referred(of: index),
      sealed: withSealed ? record.sealed : [:], on: request.on, now: now)
  }

  private func referred(of index: Int) throws -> [(name: String, record: Record)] {
    var referred: [(name: String, record: Record)] = []
    if index == 0 {
      referred.reserveCapacity(references.items.count)
      for item in references.items { referred.append((item.name, records[item.index].after)) }
      return referred
    }
    let record = records[index]
    for name in record.kind.referencesRead {
      guard let id = record.after.reference(name) else { continue }
      if let known = records.first(where: { $0.after.id == id }) {
        referred.append((name, known.after))
      } else if let found = try surroundings.record(id) {
        referred.append((name, found))
      }
    }
    return referred
  }
}

/// What is wrong with the records of a request, the first of each sort.
private struct LoadFaults {
  private(set) var exists: Refusal?
  private(set) var otherKind: Refusal?

  mutating func note(_ subject: Subject, _ kind: Kind, _ record: Record?) {
    guard let record else { return }
    if case .new(let id) = subject, exists == nil {
      exists = .recordExists(kind: kind.name, id: id)
    }
    if record.kind != kind.name, otherKind == nil {
      otherKind = .recordOfOtherKind(expected: kind.name, found: record.kind)
    }
  }
}
