import Ledger
import Programmes
import Quantities

/// An arrival with what the ledger says of it.
struct ArrivalItem {
  /// Its record of the programme `arrivals`.
  let record: RecordID
  let arrival: Arrival
  /// When the ledger kept it, in milliseconds since 1970-01-01T00:00Z, and the place of that entry.
  let receivedAt: Int64
  let keptSeq: Int64
  /// The records that it has to do with: what another does to them concerns it.
  let records: [RecordID]
  var state: String
  /// How often it was entered; it is taken back when one made earlier arrives.
  var tries = 0
  var isInsisted = false
  var into: RecordID?
  /// Whether it was sent over the network before, and the answer was lost.
  var isOnline = false
  /// Where it stands in the ledger, while it does.
  var seq: Int64?
  /// Where it stood first: what others have seen of it.
  var firstSeq: Int64?
  /// Why it does not stand, or what it was marked with, for the inbox.
  var code = ""
  var against = ""
  /// The codes that its entry is marked with.
  var marks: [String] = []
  /// The facts of other records that it was entered without.
  var left: Set<String> = []
  /// What its record says of these.
  var noted = "waiting"
  /// Whether its record is on the list of those that somebody or something waits for.
  var isListed = true

  init(
    record: RecordID, arrival: Arrival, receivedAt: Int64, keptSeq: Int64, records: [RecordID],
    state: String
  ) {
    self.record = record
    self.arrival = arrival
    self.receivedAt = receivedAt
    self.keptSeq = keptSeq
    self.records = records
    self.state = state
  }

  var id: EntryID { arrival.request.id }

  /// What its record should say.
  var note: String {
    switch state {
    case "conflict": "conflict \(code) \(against)"
    case "entered" where !marks.isEmpty:
      "marked \(marks) \(against) \(left.sorted().joined(separator: " "))"
    default: state
    }
  }

  /// Whether it begins a record.
  var isBeginning: Bool {
    if case .new = arrival.request.subject { true } else { false }
  }

  /// Whether somebody decided that it is not to be entered.
  var isSettled: Bool { state == "dropped" || state == "merged" }

  /// The id of its entry the `number`th time, or of taking that back.
  func entryID(_ number: Int, isBack: Bool = false) -> EntryID {
    if number == 0 && !isBack { return id }
    let words = EntryID.words(
      of: Hash.sha256(Array("\(id) \(number) \(isBack)".utf8)))
    return EntryID(milliseconds: max(0, arrival.made), random: (words[0], words[1]))
  }

  /// What it comes to for whoever sent it.
  var status: ArrivalStatus {
    switch state {
    case "entered":
      marks.isEmpty ? .entered(seq: seq ?? -1) : .marked(seq: seq ?? -1, codes: marks)
    case "conflict": .conflict(code: code, against: against)
    case "dropped": .dropped
    case "merged": into.map { .merged(into: $0) } ?? .dropped
    default: .waiting
    }
  }

  /// What is submitted for it: on the records as they are now, but for what is left out.
  func request(_ aliases: [RecordID: RecordID], without left: Set<String>) -> Request {
    let request = arrival.request
    // A record that was begun and taken back is there, void: a correction brings it back.
    let again = firstSeq.flatMap { seq in
      isBeginning ? Amendment(seq: seq, manner: .correct, reason: "离线登记合并：恢复入账。") : nil
    }
    func now(_ subject: Subject) -> Subject {
      if let other = aliases[subject.id] { return .existing(other, base: nil) }
      guard case .existing(let id, _) = subject else { return subject }
      return .existing(id, base: nil)
    }
    return Request(
      id: entryID(tries), on: request.on, actor: request.actor, unit: request.unit,
      programme: request.programme, action: request.action,
      subject: again == nil ? now(request.subject) : .existing(request.subject.id, base: nil),
      records: request.records.mapValues(now),
      fields: request.fields.filter { !left.contains($0.key) }.mapValues { value in
        if case .record(let id) = value, let other = aliases[id] { .record(other) } else { value }
      }, amends: again)
  }
}

extension Request {
  /// The records whose facts or state it changes: the subject, what it registers, and those that
  /// it gives facts of.
  var changed: [RecordID] {
    var changed = [subject.id]
    for (name, record) in records.sorted(by: { $0.key < $1.key }) {
      let isNew = if case .new = record { true } else { false }
      let isGiven = fields.keys.contains { $0.hasPrefix("\(name).") }
      if (isNew || isGiven) && !changed.contains(record.id) { changed.append(record.id) }
    }
    return changed
  }

  /// The records that it only names.
  var named: [RecordID] {
    let changed = Set(changed)
    var named = Set(records.values.map(\.id))
    for case .record(let id) in fields.values { named.insert(id) }
    return named.subtracting(changed).sorted()
  }
}
