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
  /// else wrote merge, what collides goes to the inbox, what rests on another waits for it, and
  /// what has happened is entered and marked.
  /// - Returns: what became of each, in their order.
  public func receive(_ arrivals: [Arrival]) throws -> [ArrivalStatus] {
    try arrivalTurn.withLock { _ in
      try recover()
      try keep(arrivals)
      let ids = arrivals.map(\.request.id)
      try work(around: ids)
      return try read { view in
        try ids.map { id in try view.arrival(of: id)?.status ?? .erased }
      }
    }
  }

  /// Settles an arrival: an action of the programme `arrivals` by somebody who may, with what
  /// follows from it.
  public func settle(_ request: Request) throws -> Outcome {
    try arrivalTurn.withLock { _ in
      try recover()
      if let refusal = try read({ try $0.mergeRefusal(request) }) { return .refused(refusal) }
      let listing = try relisting(request)
      let requests = [request] + listing
      let outcome = try submit(batch: requests.map { (at: nil, request: $0) })[0]
      if case .refused = outcome, listing.isEmpty { return outcome }
      try finish(request.subject.id)
      return outcome
    }
  }

  /// What puts one that was settled on the list again when that is taken back: in the same batch,
  /// since after a crash only those on the list are looked at.
  private func relisting(_ request: Request) throws -> [Request] {
    guard request.action == "arrival.reopen" else { return [] }
    return try read { view in
      guard let item = try view.arrival(request.subject.id), !item.isListed else { return [] }
      return [try ArrivalKeeping(view: view, today: today).relist(item)]
    }
  }

  /// Looks once more at all arrivals that wait or collide, as after a crash between two steps.
  public func resumeArrivals() throws {
    try arrivalTurn.withLock { _ in
      try recover()
      let open = try read { try $0.listedArrivals() }
      for item in open { try finish(item.record) }
    }
  }

  // MARK: Keeping

  private func keep(_ arrivals: [Arrival]) throws {
    for case let amends? in arrivals.map(\.request.amends) {
      throw Refusal.notAmendable(
        seq: amends.seq, zh: "更正和作废须联网办理。",
        en: "Corrections and voids are made with a network.")
    }
    let requests = try read { view in
      var keeping = ArrivalKeeping(view: view, today: today)
      return try arrivals.flatMap { try keeping.requests(for: $0) }
    }
    try enterAll(requests)
  }

  /// Submits what the system does itself, which is not refused unless something is wrong with it.
  private func enterAll(_ requests: [Request]) throws {
    guard !requests.isEmpty else { return }
    for case .refused(let refusal) in try submit(batch: requests.map { (at: nil, request: $0) }) {
      throw refusal
    }
  }

  // MARK: Bringing the ledger to what should stand

  /// Brings about what follows from what somebody decided of an arrival.
  private func finish(_ record: RecordID) throws {
    guard let item = try read({ try $0.arrival(record) }) else { return }
    let requests = try read { view in
      var keeping = ArrivalKeeping(view: view, today: today)
      return try keeping.requests(after: item)
    }
    try enterAll(requests)
    try work(around: [item.id])
  }

  /// Works on all that have to do with some, one lot after another.
  private func work(around seeds: [EntryID]) throws {
    var done: Set<EntryID> = []
    for seed in seeds where !done.contains(seed) {
      let items = try read { view in
        try view.arrival(of: seed).map { try view.arrivals(around: $0) } ?? []
      }
      done.formUnion(items.map(\.id))
      if !items.isEmpty { try work(on: ArrivalBook(items), for: Set(seeds)) }
    }
  }

  private func work(on book: ArrivalBook, for seeds: Set<EntryID>) throws {
    var book = book
    var refused = try read {
      try ArrivalPlan(book, in: $0, refused: [], fixed: []).leftAlone(but: seeds)
    }
    var fixed: Set<EntryID> = []
    // Each round but the last refuses or fixes one more.
    while true {
      let plan = try read {
        try ArrivalPlan(book, in: $0, refused: refused, fixed: fixed)
      }
      let back = plan.takenBack
      if let id = try takeBack(plan.items.filter { back.contains($0.id) }, in: &book) {
        fixed.formUnion(plan.kept(with: id, in: book))
      } else if let id = try enter(plan, in: &book) {
        refused.insert(id)
      } else {
        return try mark(plan, in: &book)
      }
    }
  }

  /// Voids what is entered of some, the newest first; gives one that cannot be.
  private func takeBack(_ items: [ArrivalItem], in book: inout ArrivalBook) throws -> EntryID? {
    for var item in items.reversed() where item.seq != nil {
      guard let seq = item.seq, let entry = try read({ try $0.entry(seq) }),
        let subject = entry.decision.touches.first?.record
      else { continue }
      let void = Request(
        id: item.entryID(item.tries - 1, isBack: true), on: entry.on, actor: entry.actor,
        unit: entry.unit, programme: entry.programme, action: entry.action,
        subject: .existing(subject, base: nil), records: [:], fields: [:],
        amends: Amendment(
          seq: seq, manner: .void, reason: "离线登记合并：与较早填写的登记冲突，转入待处理。"))
      // First that it waits, so that a crash between two steps forgets nothing.
      var requests = [void]
      if item.noted != "waiting" {
        let wait = try read { try ArrivalKeeping(view: $0, today: today).note(item, "wait") }
        requests.insert(wait, at: 0)
        (item.noted, item.isListed) = ("waiting", true)
      }
      let outcomes = try submit(batch: requests.map { (at: nil, request: $0) })
      guard case .accepted? = outcomes.last else {
        book.set(item)
        return item.id
      }
      item.seq = nil
      book.set(item)
    }
    return nil
  }

  /// Enters what should stand; gives one that was refused.
  private func enter(_ plan: ArrivalPlan, in book: inout ArrivalBook) throws -> EntryID? {
    for standing in plan.standing {
      guard var item = book.items[standing.id], item.seq == nil else { continue }
      let mark = plan.marks[item.id] ?? ArrivalPlan.Mark()
      let request = item.request(book.aliases, without: mark.left)
      let terms = ArrivalTerms(
        version: plan.versions[item.id]?.number, marks: mark.codes.sorted())
      switch try submit(request, as: terms) {
      case .accepted(let acceptance):
        let seq = acceptance.receipt.seq
        item.firstSeq = item.firstSeq ?? seq
        item.seq = item.isBeginning ? item.firstSeq : seq
        item.tries += 1
        item.left = mark.left
        item.marks =
          plan.hasHappened(item) ? try read { try $0.entry(seq)?.decision.marks ?? [] } : []
        book.set(item)
      case .refused(let refusal):
        item.code = refusal.code
        item.against = ""
        if case .keyTaken(let key, let holder) = refusal { item.against = "\(key) \(holder)" }
        book.set(item)
        return item.id
      }
    }
    return nil
  }

  /// Writes down what became of each.
  private func mark(_ plan: ArrivalPlan, in book: inout ArrivalBook) throws {
    var changed: [ArrivalItem] = []
    for item in plan.items where !item.isSettled {
      guard var item = book.items[item.id] else { continue }
      if item.seq != nil {
        item.state = "entered"
        item.against = plan.marks[item.id]?.against ?? (item.marks.isEmpty ? "" : item.against)
      } else if plan.waiting.contains(item.id) {
        item.state = "waiting"
      } else {
        item.state = "conflict"
        if let conflict = plan.conflicts[item.id] {
          (item.code, item.against) = (conflict.code, conflict.against)
        }
      }
      let isForgotten = item.state != "entered" && !item.isListed
      if item.noted != item.note || isForgotten { changed.append(item) }
    }
    let requests = try read { view in
      let keeping = ArrivalKeeping(view: view, today: today)
      return try changed.map { item in
        switch item.state {
        case "entered": try keeping.note(item, item.marks.isEmpty ? "enter" : "mark")
        case "waiting": try keeping.note(item, "wait")
        default: try keeping.note(item, "hold")
        }
      }
    }
    try enterAll(requests)
  }
}
