import Ledger
import Programmes

/// An entry with what it sealed, as far as it is not erased.
struct KnownEntry {
  let entry: Entry
  /// The touches with their sealed values; `nil` if one has been erased.
  let touches: [Touch]?

  /// An entry of this batch, which has its values still.
  init(fresh entry: Entry) {
    self.entry = entry
    self.touches = entry.decision.touches
  }

  /// A stored entry; `key` gives the subject key of a number, or `nil` if it was destroyed.
  init(_ stored: StoredEntry, key: (Int64) throws -> SubjectKey?) throws {
    let entry = try EntryCodec.decode(stored)
    self.entry = entry
    guard !entry.sealedWrites.isEmpty else {
      self.touches = entry.decision.touches
      return
    }
    var touches: [Touch]? = []
    for (index, touch) in entry.decision.touches.enumerated() {
      var writes = touch.writes
      for sealed in entry.sealedWrites where sealed.touch == index {
        guard let key = try key(sealed.keyNumber) else {
          touches = nil
          continue
        }
        let value = try EntryCodec.open(stored, touch: index, name: sealed.name, key: key)
        writes.append(
          Write(
            name: sealed.name, level: sealed.level, value: value, isDerived: sealed.isDerived))
      }
      touches?.append(touch.with(writes: writes.sorted { $0.name < $1.name }))
    }
    self.touches = touches
  }

  /// What was asked, put together again from what came of it.
  ///
  /// `touches` are the entry's, or what a correction says it should have been; `facts` are the
  /// plain facts of the subject as they were before. `nil` if the touched records do not hang
  /// together.
  func request(
    _ touches: [Touch], subjectFacts facts: Facts, naming: (Touch) -> Subject
  ) -> Request? {
    guard let subject = touches.first else { return nil }
    var fields: [String: Value] = [:]
    var records: [String: Subject] = [:]
    for write in subject.writes where !write.isDerived { fields[write.name] = write.value }
    var known: [String: Value] = [:]
    for (name, fact) in facts {
      if case .plain(let value) = fact.content { known[name] = value }
    }
    for write in subject.writes { known[write.name] = write.value }
    // What an erasure names its record by is a text, and the touch follows from it.
    for touch in touches.dropFirst() where !touch.isErasure {
      let reference = known.keys.sorted().first { known[$0] == .record(touch.record) }
      guard let reference else { return nil }
      records[reference] = naming(touch)
      fields[reference] = nil
      for write in touch.writes where !write.isDerived {
        fields["\(reference).\(write.name)"] = write.value
      }
    }
    return Request(
      id: entry.id, on: entry.on, actor: entry.actor, unit: entry.unit,
      programme: entry.programme, action: entry.action, subject: naming(subject),
      records: records, fields: fields)
  }
}
