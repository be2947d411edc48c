internal import Indicators
internal import Ledger
public import Programmes
import Quantities
import Storage
import Synchronization

extension Registry {
  /// Takes in entries made without a network, in any order and as often as they are sent.
  ///
  /// Each is kept in the ledger before anything else, and entered if it can be: fields that nobody
  /// else wrote merge, what collides goes to the inbox, and what rests on another waits for it.
  /// - Returns: what became of each, in their order.
  public func receive(_ arrivals: [Arrival]) throws -> [ArrivalStatus] {
    try withBook { book in
      for arrival in arrivals where book.items[arrival.request.id] == nil {
        try keep(arrival, in: &book)
      }
      try work(around: Set(arrivals.map(\.request.id)), in: &book)
      return arrivals.map { book.items[$0.request.id]?.status ?? .waiting }
    }
  }

  /// Settles an arrival: an action of the programme `arrivals` by somebody who may, with what
  /// follows from it.
  public func settle(_ request: Request) throws -> Outcome {
    try withBook { book in
      let outcome = try submit(batch: [(at: nil, request: request)])[0]
      let settled = book.items.values.first { $0.record == request.subject.id }
      guard case .accepted = outcome, let settled else { return outcome }
      let near = Set(book.together(with: [settled.id]).map(\.id))
      book = try read { try $0.arrivals() }
      try work(around: near, in: &book)
      return outcome
    }
  }

  /// Looks at all arrivals that wait or collide once more, as after a crash between two steps.
  public func resumeArrivals() throws {
    try withBook { book in
      let open = book.items.values.filter { !$0.isSettled }.map(\.id)
      try work(around: Set(open), in: &book)
    }
  }

  // MARK: One at a time

  private func withBook<Result>(
    _ body: (inout ArrivalBook) throws -> Result
  ) throws -> Result {
    try arrivalBook.withLock { kept in
      var book = try kept ?? read { try $0.arrivals() }
      // What fails half-way is read again from the ledger.
      kept = nil
      let result = try body(&book)
      kept = book
      return result
    }
  }

  private func keep(_ arrival: Arrival, in book: inout ArrivalBook) throws {
    let request = arrival.request
    guard request.amends == nil else {
      throw Refusal.notAmendable(
        seq: request.amends?.seq ?? 0, zh: "更正和作废须联网办理。",
        en: "Corrections and voids are made with a network.")
    }
    let record = Self.derived(request.id, "kept")
    var fields: [String: Value] = [
      "entry": .text("\(request.id)"), "made": .integer(arrival.made),
      "content": .text(Base64.encode(try RequestCodec.encode(request))),
    ]
    if let after = arrival.after { fields["after"] = .text("\(after)") }
    let kept = Request(
      id: EntryID(high: record.high, low: record.low), on: today, actor: .system,
      unit: try unit(request), programme: "arrivals", action: "arrival.keep", subject: .new(record),
      records: [:], fields: fields)
    if case .refused(let refusal) = try submit(batch: [(at: nil, request: kept)])[0] {
      throw refusal
    }
    var item = ArrivalBook.Item(
      record: record, arrival: arrival, state: "waiting", tries: 0, isInsisted: false)
    // Sent over the network before, and the answer was lost.
    if let seq = try read({ try $0.seq(of: request) }) {
      (item.seq, item.firstSeq, item.tries) = (seq, seq, 1)
    }
    book.set(item)
  }

  /// The unit of an arrival, or the one at the top if it is not there today.
  private func unit(_ request: Request) throws -> String {
    try read { view in
      guard let units = view.units, !units.exists(request.unit, on: today) else {
        return request.unit
      }
      return units.root
    }
  }

  private static func derived(_ id: EntryID, _ text: String) -> RecordID {
    let words = RecordID.words(of: Hash.sha256(Array("\(id) \(text)".utf8)))
    return RecordID(milliseconds: 0, random: (words[0], words[1]))
  }

  // MARK: Bringing the ledger to what should stand

  private func work(around seeds: Set<EntryID>, in book: inout ArrivalBook) throws {
    var refused: Set<EntryID> = []
    var fixed: Set<EntryID> = []
    // Each round but the last refuses or fixes one more.
    while true {
      let items = book.together(with: seeds)
      let plan = try read {
        try ArrivalPlan(items, in: $0, book: book, refused: refused, fixed: fixed)
      }
      let outOfOrder = try plan.outOfOrder.union(
        items.filter { item in !plan.standing.contains { $0.id == item.id } }.map(\.id))
      if let id = try takeBack(items.filter { outOfOrder.contains($0.id) }, in: &book) {
        fixed.insert(id)
      } else if let id = try enter(plan, in: &book) {
        refused.insert(id)
      } else {
        return try mark(items, by: plan, in: &book)
      }
    }
  }

  /// Voids what is entered of some, the newest first; gives one that cannot be.
  private func takeBack(
    _ items: [ArrivalBook.Item], in book: inout ArrivalBook
  ) throws -> EntryID? {
    for item in items.reversed() where item.seq != nil {
      guard let seq = item.seq, let entry = try read({ try $0.entry(seq) }),
        let subject = entry.decision.touches.first?.record
      else { continue }
      let request = Request(
        id: item.entryID(item.tries - 1, isBack: true), on: entry.on, actor: entry.actor,
        unit: entry.unit, programme: entry.programme, action: entry.action,
        subject: .existing(subject, base: nil), records: [:], fields: [:],
        amends: Amendment(
          seq: seq, manner: .void, reason: "离线登记合并：与较早填写的登记冲突，转入待处理。"))
      guard case .accepted = try submit(batch: [(at: nil, request: request)])[0] else {
        return item.id
      }
      var item = item
      item.seq = nil
      book.set(item)
    }
    return nil
  }

  /// Enters what should stand; gives one that was refused.
  private func enter(_ plan: ArrivalPlan, in book: inout ArrivalBook) throws -> EntryID? {
    let aliases = book.aliases
    for standing in plan.standing {
      guard var item = book.items[standing.id], item.seq == nil else { continue }
      let request = item.request(aliases)
      switch try submit(batch: [(at: nil, request: request)])[0] {
      case .accepted(let acceptance):
        let seq = acceptance.receipt.seq
        item.firstSeq = item.firstSeq ?? seq
        item.seq = item.isBeginning ? item.firstSeq : seq
        item.tries += 1
        book.set(item)
      case .refused(let refusal):
        item.code = refusal.code
        item.against = "-"
        if case .keyTaken(let key, let holder) = refusal { item.against = "\(key) \(holder)" }
        book.set(item)
        return item.id
      }
    }
    return nil
  }

  /// Writes down what became of each.
  private func mark(
    _ items: [ArrivalBook.Item], by plan: ArrivalPlan, in book: inout ArrivalBook
  ) throws {
    for item in items where !item.isSettled {
      guard var item = book.items[item.id] else { continue }
      if item.seq != nil {
        item.state = "entered"
      } else if plan.waiting.contains(item.id) {
        item.state = "waiting"
      } else {
        item.state = "conflict"
        if item.against.isEmpty { item.against = "-" }
        if let against = plan.collisions[item.id] {
          (item.code, item.against) = ("arrival.collision", against)
        }
      }
      if item.noted != item.note { try write(item) }
      item.noted = item.note
      book.set(item)
    }
  }

  private func write(_ item: ArrivalBook.Item) throws {
    let (action, fields): (String, [String: Value]) =
      switch item.state {
      case "entered": ("enter", ["tries": .integer(Int64(item.tries))])
      case "waiting": ("wait", [:])
      default: ("hold", ["code": .text(item.code), "against": .text(item.against)])
      }
    let view = try read { try $0.record(item.record)?.version ?? 0 }
    let id = Self.derived(item.id, "\(action) \(view)")
    let request = Request(
      id: EntryID(high: id.high, low: id.low), on: today, actor: .system,
      unit: try unit(item.arrival.request), programme: "arrivals", action: "arrival.\(action)",
      subject: .existing(item.record, base: nil), records: [:],
      fields: fields)
    if case .refused(let refusal) = try submit(batch: [(at: nil, request: request)])[0] {
      throw refusal
    }
  }
}

extension ArrivalBook.Item {
  /// What it comes to for whoever sent it.
  var status: ArrivalStatus {
    switch state {
    case "entered": .entered(seq: seq ?? -1)
    case "conflict": .conflict(code: code, against: against)
    case "dropped": .dropped
    case "merged": into.map { .merged(into: $0) } ?? .dropped
    default: .waiting
    }
  }

  /// What is submitted for it: on the records as they are now.
  func request(_ aliases: [RecordID: RecordID]) -> Request {
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
      fields: request.fields.mapValues { value in
        if case .record(let id) = value, let other = aliases[id] { .record(other) } else { value }
      }, amends: again)
  }
}

extension LedgerView {
  /// What somebody has to settle, in the order in which it was made.
  public func arrivalConflicts() throws -> [ArrivalConflict] {
    try arrivals().items.values.filter { $0.state == "conflict" }
      .sorted { ($0.arrival.made, $0.id) < ($1.arrival.made, $1.id) }
      .map {
        ArrivalConflict(
          record: $0.record, arrival: $0.arrival, code: $0.code, against: $0.against)
      }
  }

  /// All arrivals, as their records say.
  func arrivals() throws -> ArrivalBook {
    var book = ArrivalBook()
    guard programmes.latest("arrivals") != nil else { return book }
    for record in try records(kind: "arrival") {
      guard let arrival = try arrival(record) else { continue }
      var item = ArrivalBook.Item(
        record: record.id, arrival: arrival, state: record.state, tries: 0,
        isInsisted: record.value("insisted") == .truth(true),
        into: record.value("into")?.text.flatMap { RecordID($0) })
      item.code = record.value("code")?.text ?? ""
      item.against = record.value("against")?.text ?? ""
      item.noted = item.note
      // The ledger knows better than the record how often it was entered, and whether it stands.
      let isOthers = item.code == "request.id-reused"
      while !isOthers, let seq = try seq(of: item.entryID(item.tries)) {
        let isBack = try self.seq(of: item.entryID(item.tries, isBack: true)) != nil
        item.firstSeq = item.firstSeq ?? seq
        item.seq = isBack ? nil : item.isBeginning ? item.firstSeq : seq
        item.tries += 1
      }
      book.set(item)
    }
    return book
  }

  private func arrival(_ record: Record) throws -> Arrival? {
    guard let first = try places(of: record.id).first, let known = try known(first),
      let touch = known.touches?.first,
      case .text(let text)? = touch.writes.first(where: { $0.name == "content" })?.value,
      let bytes = Base64.decode(text), case .integer(let made)? = record.value("made")
    else { return nil }
    return Arrival(
      request: try RequestCodec.decode(bytes), made: made,
      after: record.value("after")?.text.flatMap { EntryID($0) })
  }
}
