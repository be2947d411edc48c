public import Ledger
public import Programmes
import Storage

/// Where it is kept that personal data were shown; nothing is shown before it has been.
public protocol AccessLog: Sendable {
  /// Makes an access last; whoever fails here is shown nothing.
  func note(_ access: Access) throws
}

/// One record with everything in it that its keys still open.
public struct Disclosure: Sendable, Hashable {
  /// A value, or that there is none to show.
  public enum Content: Sendable, Hashable {
    /// What is known.
    case known(Value)
    /// What was known was erased.
    case erased
  }

  /// Something known of the record.
  public struct Fact: Sendable, Hashable {
    /// The field's name.
    public let name: String
    /// How widely it may be known; `nil` for a field that no definition has any more.
    public let level: Level?
    /// The value.
    public let content: Content
    /// The entry it comes from.
    public let seq: Int64
  }

  /// An entry that touched the record, with what it wrote of it.
  public struct Event: Sendable, Hashable {
    /// The entry, as far as it is plain.
    public let entry: Entry
    /// What it wrote of this record, by name.
    public let writes: [Fact]
  }

  /// The record; its facts stand in `facts`.
  public let record: Record
  /// What is known, by name.
  public let facts: [Fact]
  /// What happened, oldest first.
  public let events: [Event]
  /// What was sent, if the record is an arrival's.
  public let arrival: Arrival?
}

extension Registry {
  /// Shows records with their personal values, once it has been noted who is shown them and why.
  ///
  /// The one way by which sealed values leave a ledger.
  /// - Throws: what noting throws, and then nothing was read.
  public func disclose(_ access: Access, noting log: some AccessLog) throws -> [Disclosure] {
    try log.note(access)
    return try read { view in try access.records.compactMap { try view.disclosure(of: $0) } }
  }

  /// A moment by the ledger's clock, for an access about to happen.
  public var now: Int64 { clock.milliseconds() }
}

extension LedgerView {
  fileprivate func disclosure(of id: RecordID) throws -> Disclosure? {
    guard let row = try reader.record(id) else { return nil }
    let kind = programmes.kind(row.record.kind)
    var entries: [Int64: OpenedEntry] = [:]
    for seq in row.history {
      if let stored = try reader.entry(seq) { entries[seq] = try OpenedEntry(stored, in: self) }
    }
    let facts = row.record.facts.keys.sorted().compactMap { name -> Disclosure.Fact? in
      guard let fact = row.record.facts[name] else { return nil }
      let content: Disclosure.Content =
        switch fact.content {
        case .plain(let value): .known(value)
        case .sealed: entries[fact.seq]?.content(of: name, in: id) ?? .erased
        case .erased: .erased
        }
      return Disclosure.Fact(
        name: name, level: kind?.field(name)?.level, content: content, seq: fact.seq)
    }
    let events = row.history.compactMap { seq in
      entries[seq].map { Disclosure.Event(entry: $0.entry, writes: $0.writes(of: id)) }
    }
    return Disclosure(
      record: row.record, facts: facts, events: events, arrival: try arrival(row)?.arrival)
  }
}

/// An entry with the sealed values that can still be opened.
private struct OpenedEntry {
  let entry: Entry
  private var sealed: [(write: SealedWrite, content: Disclosure.Content)] = []

  init(_ stored: StoredEntry, in view: LedgerView) throws {
    self.entry = try EntryCodec.decode(stored)
    for write in entry.sealedWrites {
      var content = Disclosure.Content.erased
      if let wrapped = try view.reader.subjectKey(write.keyNumber) {
        let key = try view.secrets.unwrap(wrapped, number: write.keyNumber)
        content = .known(
          try EntryCodec.open(stored, touch: write.touch, name: write.name, key: key))
      }
      sealed.append((write, content))
    }
  }

  func content(of name: String, in record: RecordID) -> Disclosure.Content? {
    sealed.last { isOf(record, $0.write.touch) && $0.write.name == name }?.content
  }

  func writes(of record: RecordID) -> [Disclosure.Fact] {
    var facts: [Disclosure.Fact] = []
    for (index, touch) in entry.decision.touches.enumerated() where isOf(record, index) {
      for write in touch.writes {
        facts.append(
          Disclosure.Fact(
            name: write.name, level: write.level, content: .known(write.value), seq: entry.seq))
      }
    }
    for (write, content) in sealed where isOf(record, write.touch) {
      facts.append(
        Disclosure.Fact(name: write.name, level: write.level, content: content, seq: entry.seq))
    }
    return facts.sorted { $0.name < $1.name }
  }

  /// Whether a touch changes the record; what only says what was corrected changes nothing.
  private func isOf(_ record: RecordID, _ touch: Int) -> Bool {
    let touches = entry.decision.touches
    return touches.indices.contains(touch) && touches[touch].record == record
      && !touches[touch].isContent
  }
}
