// What should become of entries made without a network, told a second time: which stand, which wait
// for another or for a person, and what is marked. Everything is gone through anew each time, in
// plain dictionaries; nothing of it is what the ledger does.

import Ledger
import Programmes
import Quantities
import Registry

/// The arrivals that were sent, and what the ledger has of them.
struct OfflineModel: Sendable {
  /// One that the ledger has kept.
  struct Kept: Sendable {
    let arrival: Arrival
    /// Its record, and the place of the entry that kept it.
    let record: RecordID
    let place: Int64
    /// When it was kept.
    let at: Int64
    /// The records that it has to do with.
    let records: [RecordID]
    /// The place of its first entry, and of the one that counts.
    var first: Int64?
    var seq: Int64?
    /// How often it was entered.
    var tries = 0
    /// Whether its request was entered over the network before it was kept.
    var isOnline = false

    var id: EntryID { arrival.request.id }
    var isBeginning: Bool {
      if case .new = arrival.request.subject { true } else { false }
    }
    var hasHappened: Bool {
      [
        "inspection.inspect", "inspection.recheck", "registration.check-in",
        "registration.walk-in", "registration.home-visit",
      ].contains(arrival.request.action)
    }
  }

  /// What an entry did to a record.
  struct Told: Sendable {
    let seq: Int64
    let id: EntryID
    /// Whether an arrival made it.
    let isOurs: Bool
    let values: [String: Value]
    /// The state afterwards, and whether it was another before.
    let state: String
    let isMoved: Bool
  }

  /// A version of the programme `premises` that was published meanwhile.
  struct Version: Sendable {
    let number: UInt32
    let place: Int64
    let at: Int64
    let overlapDays: Int
  }

  /// Whether anybody works without a network here.
  var isOn = false
  /// Whether something about arrivals had no answer, so that what follows from it may be undone
  /// until they are looked at again.
  var isCutShort = false
  private(set) var sent: [EntryID: Arrival] = [:]
  private(set) var kept: [EntryID: Kept] = [:]
  /// The arrivals by their records.
  private(set) var owners: [RecordID: EntryID] = [:]
  /// The entries that arrivals may make next.
  private var next: [EntryID: (of: EntryID, isBack: Bool)] = [:]
  /// The entries that arrivals made, and those about them.
  private(set) var ours: Set<Int64> = []
  /// The entries about each record, in order.
  private(set) var told: [RecordID: [Told]] = [:]
  var versions: [Version] = []

  mutating func send(_ arrival: Arrival) {
    if sent[arrival.request.id] == nil { sent[arrival.request.id] = arrival }
  }

  /// The arrival that an entry with this id would be of, or would take back.
  func next(_ id: EntryID) -> (of: Kept, isBack: Bool)? {
    next[id].flatMap { place in kept[place.of].map { ($0, place.isBack) } }
  }

  // MARK: Taking in

  /// The request of an entry that the ledger made by itself; `nil` if it is nobody's here.
  func request(of entry: Entry, _ model: LedgerModel) throws -> Request? {
    if let (id, isBack) = next[entry.id], let kept = kept[id] {
      return isBack ? try taking(back: kept, entry) : again(kept, entry, model)
    }
    guard entry.programme == "arrivals", entry.actor == .system,
      let touch = entry.decision.touches.first
    else { return nil }
    var fields: [String: Value] = [:]
    for write in touch.writes where !write.isDerived { fields[write.name] = write.value }
    let isNew = ["arrival.keep", "arrival-link.link"].contains(entry.action)
    if isNew {
      guard case .text(let text)? = fields["entry"], let id = EntryID(text), sent[id] != nil else {
        throw TrialFinding(
          "entry of \(entry.action)", expected: "an arrival that was sent",
          found: "\(String(describing: fields["entry"]))")
      }
    } else if owners[touch.record] == nil {
      throw TrialFinding(entry.action, expected: "an arrival", found: "\(touch.record)")
    }
    if entry.action == "arrival.keep" { fields["content"] = .text("") }
    return Request(
      id: entry.id, on: entry.on, actor: .system, unit: entry.unit, programme: "arrivals",
      action: entry.action,
      subject: isNew ? .new(touch.record) : .existing(touch.record, base: nil), records: [:],
      fields: fields)
  }

  private func taking(back kept: Kept, _ entry: Entry) throws -> Request {
    guard let amends = entry.amends, amends.manner == .void, amends.seq == kept.seq else {
      throw TrialFinding(
        "taking back \(kept.id)", expected: "a void of \(kept.seq ?? -1)",
        found: "\(String(describing: entry.amends))")
    }
    let request = kept.arrival.request
    let subject = entry.decision.touches.first?.record ?? request.subject.id
    return Request(
      id: entry.id, on: entry.on, actor: request.actor, unit: entry.unit,
      programme: request.programme, action: request.action,
      subject: .existing(subject, base: nil), records: [:], fields: [:], amends: amends)
  }

  /// An arrival as it is entered: on the records as they are.
  private func again(_ kept: Kept, _ entry: Entry, _ model: LedgerModel) -> Request {
    let request = kept.arrival.request
    func now(_ subject: Subject) -> Subject {
      if let other = alias(of: subject.id, model) { return .existing(other, base: nil) }
      if case .existing(let id, _) = subject { return .existing(id, base: nil) }
      return subject
    }
    let isBack = kept.isBeginning && kept.first != nil
    return Request(
      id: entry.id, on: request.on, actor: request.actor, unit: request.unit,
      programme: request.programme, action: request.action,
      subject: isBack ? .existing(request.subject.id, base: nil) : now(request.subject),
      records: request.records.mapValues(now), fields: request.fields,
      amends: isBack ? entry.amends : nil)
  }

  /// The record that somebody said another one is.
  func alias(of record: RecordID, _ model: LedgerModel) -> RecordID? {
    kept.values.first {
      $0.arrival.request.subject.id == record && state($0, model) == "merged"
    }.flatMap { into($0, model) }
  }

  func into(_ kept: Kept, _ model: LedgerModel) -> RecordID? {
    model.things[kept.record]?.text("into").flatMap { RecordID($0) }
  }

  func state(_ kept: Kept, _ model: LedgerModel) -> String {
    model.things[kept.record]?.state ?? ""
  }

  func code(_ kept: Kept, _ model: LedgerModel) -> String {
    let text = model.things[kept.record]?.text("code") ?? "-"
    return text == "-" ? "" : text
  }

  /// Takes note of an entry and what it did; `before` has the records that it names as they were.
  mutating func note(
    _ request: Request, _ entry: Entry, _ seq: Int64, known: Int64?,
    before: [RecordID: LedgerModel.Thing], _ model: LedgerModel
  ) {
    let isOurs = next[entry.id] != nil
    if isOurs || entry.programme == "arrivals" { ours.insert(seq) }
    if let (id, isBack) = next[entry.id], var item = kept[id] {
      next[entry.id] = nil
      item.seq = isBack ? nil : item.isBeginning ? item.first ?? seq : seq
      if !isBack {
        item.first = item.first ?? seq
        item.tries += 1
      }
      kept[id] = item
      expect(item)
    }
    let ids = [request.subject.id] + request.records.values.map(\.id)
    for id in Set(ids) {
      guard let thing = model.things[id], thing.history.last == seq else { continue }
      var values: [String: Value] = [:]
      for (name, fact) in thing.facts where fact.seq == seq {
        values[name] = fact.value ?? thing.secrets[name]
      }
      let isMoved = before[id]?.state != thing.state
      told[id, default: []].append(
        Told(
          seq: seq, id: entry.id, isOurs: isOurs, values: values, state: thing.state,
          isMoved: isMoved))
    }
    if request.action == "arrival.keep" { keep(request, entry, seq, known: known, model) }
    if request.action == "programme.publish", request.fields["name"] == .text("premises") {
      published(request, seq, entry.at)
    }
  }

  private mutating func keep(
    _ request: Request, _ entry: Entry, _ seq: Int64, known: Int64?, _ model: LedgerModel
  ) {
    guard case .text(let text)? = request.fields["entry"], let id = EntryID(text),
      let arrival = sent[id], kept[id] == nil
    else { return }
    let asked = arrival.request
    var records = [asked.subject.id]
    for (_, other) in asked.records {
      let isNew = if case .new = other { true } else { false }
      if isNew || model.things[other.id] == nil { records.append(other.id) }
    }
    for case .record(let other) in asked.fields.values where model.things[other] == nil {
      records.append(other)
    }
    var item = Kept(
      arrival: arrival, record: request.subject.id, place: seq, at: entry.at, records: records)
    if let known {
      item.isOnline = true
      (item.first, item.seq, item.tries) = (known, known, 1)
    }
    kept[id] = item
    owners[item.record] = id
    expect(item)
  }

  private mutating func published(_ request: Request, _ seq: Int64, _ at: Int64) {
    guard case .integer(let number)? = request.fields["version"],
      case .text(let text)? = request.fields["text"]
    else { return }
    let line = text.split(separator: "\n").first { $0.hasPrefix("overlap: ") }
    let days = line.flatMap { Int($0.dropFirst("overlap: ".count)) } ?? 30
    versions.append(Version(number: UInt32(number), place: seq, at: at, overlapDays: days))
  }

  private mutating func expect(_ item: Kept) {
    next[Self.entryID(item, item.tries, isBack: false)] = (item.id, false)
    if item.seq != nil { next[Self.entryID(item, item.tries - 1, isBack: true)] = (item.id, true) }
  }

  /// The id of an arrival's entry the so-manieth time, or of taking it back.
  private static func entryID(_ item: Kept, _ number: Int, isBack: Bool) -> EntryID {
    guard number > 0 || isBack else { return item.id }
    let bytes = Hash.sha256(Array("\(item.id) \(number) \(isBack)".utf8)).bytes
    func word(_ start: Int) -> UInt64 {
      bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    return EntryID(milliseconds: max(0, item.arrival.made), random: (word(0), word(8)))
  }

  // MARK: What has to do with what

  /// The arrivals that have to do with some, those among them.
  func lot(around ids: [EntryID], _ model: LedgerModel) -> [Kept] {
    var found: Set<EntryID> = []
    var waiting = ids.filter { kept[$0] != nil }
    while let id = waiting.popLast() {
      guard found.insert(id).inserted, let item = kept[id] else { continue }
      let mine = touched(item, model)
      waiting += kept.values.filter { other in
        other.arrival.after == id || item.arrival.after == other.id
          || !mine.isDisjoint(with: touched(other, model))
      }.map(\.id)
    }
    return found.compactMap { kept[$0] }
      .sorted { ($0.arrival.made, $0.id) < ($1.arrival.made, $1.id) }
  }

  private func touched(_ item: Kept, _ model: LedgerModel) -> Set<RecordID> {
    Set(item.records + (into(item, model).map { [$0] } ?? []))
  }
}
