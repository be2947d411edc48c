// What the system itself enters about arrivals: that they came, what they have to do with, what
// became of them. Each request has an id that follows from what it is about, so that nothing is
// entered twice.

import Indicators
import Ledger
import Programmes
import Quantities

/// Makes the requests about arrivals, on one state of the ledger.
struct ArrivalKeeping {
  let view: LedgerView
  let today: Day
  /// How many stand in each list already, with those of the requests made so far.
  private var counts: [String: Int] = [:]
  private var kept: Set<EntryID> = []

  init(view: LedgerView, today: Day) {
    self.view = view
    self.today = today
  }

  /// What keeps an arrival; nothing if it was kept before.
  mutating func requests(for arrival: Arrival) throws -> [Request] {
    let request = arrival.request
    guard kept.insert(request.id).inserted,
      try view.holder(of: "arrival.entry", value: "\(request.id)") == nil
    else { return [] }
    let record = Self.derived(request.id, "kept")
    var fields: [String: Value] = [
      "entry": .text("\(request.id)"), "made": .integer(arrival.made),
      "content": .text(Base64.encode(try RequestCodec.encode(request))),
      "listed": .text(Self.listed(request.id, true)),
    ]
    if let version = arrival.version { fields["version"] = .integer(Int64(version)) }
    if let after = arrival.after {
      fields["after"] = .text("\(after)")
      fields[ArrivalList.follows.field] = .text(try next(in: .follows, of: after))
    }
    var records = try request.changed + request.named.filter { try view.record($0) == nil }
    for list in ArrivalList.slots where !records.isEmpty {
      fields[list.field] = .text(try next(in: list, of: records.removeFirst()))
    }
    let keep = Request(
      id: EntryID(high: record.high, low: record.low), on: today, actor: .system,
      unit: try unit(request), programme: "arrivals", action: "arrival.keep", subject: .new(record),
      records: [:], fields: fields)
    return try [keep] + records.map { try link(arrival, to: $0) }
  }

  /// What else is to be noted once somebody has decided of an arrival.
  mutating func requests(after item: ArrivalItem) throws -> [Request] {
    var requests: [Request] = []
    if item.state == "merged", let into = item.into {
      let link = try link(item.arrival, to: into)
      if try view.record(link.subject.id) == nil { requests.append(link) }
    }
    // In words of its record: one that is entered and marked is on the list until it was seen.
    let state = try view.record(item.record)?.state ?? ""
    if item.isListed && ["entered", "dropped", "merged"].contains(state) {
      requests.append(try note(item, "note"))
    }
    return requests
  }

  /// That a record has to do with an arrival too.
  private mutating func link(_ arrival: Arrival, to record: RecordID) throws -> Request {
    let id = arrival.request.id
    let link = Self.derived(id, "link \(record)")
    return Request(
      id: EntryID(high: link.high, low: link.low), on: today, actor: .system,
      unit: try unit(arrival.request), programme: "arrivals", action: "arrival-link.link",
      subject: .new(link), records: [:],
      fields: [
        "entry": .text("\(id)"), "place": .text(try next(in: .links, of: record)),
      ])
  }

  /// That one which was settled is to be looked at again.
  func relist(_ item: ArrivalItem) throws -> Request {
    try request(
      "note", of: item, named: "list", ["listed": .text(Self.listed(item.id, true))])
  }

  /// What became of an arrival, by an action on its record.
  func note(_ item: ArrivalItem, _ action: String) throws -> Request {
    let isListed = action != "enter" && action != "note"
    var fields: [String: Value] = ["listed": .text(Self.listed(item.id, isListed))]
    switch action {
    case "enter", "mark":
      fields["tries"] = .integer(Int64(item.tries))
      fields["code"] = Self.text(item.marks.joined(separator: ", "))
      fields["against"] = Self.text(item.marks.isEmpty ? "" : item.against)
      fields["left"] = Self.text(item.left.sorted().joined(separator: " "))
    case "hold":
      fields["code"] = Self.text(item.code)
      fields["against"] = Self.text(item.against)
      fields["left"] = Self.text("")
    case "wait":
      fields["code"] = Self.text("")
      fields["left"] = Self.text("")
    default: break
    }
    return try request(action, of: item, named: action, fields)
  }

  /// An action on an arrival's record; `name` tells its id from others on the same version.
  private func request(
    _ action: String, of item: ArrivalItem, named name: String, _ fields: [String: Value]
  ) throws -> Request {
    let version = try view.record(item.record)?.version ?? 0
    let id = Self.derived(item.id, "\(name) \(version)")
    return Request(
      id: EntryID(high: id.high, low: id.low), on: today, actor: .system,
      unit: try unit(item.arrival.request), programme: "arrivals", action: "arrival.\(action)",
      subject: .existing(item.record, base: nil), records: [:], fields: fields)
  }

  /// The next place in a list.
  private mutating func next(
    in list: ArrivalList, of id: some CustomStringConvertible
  ) throws -> String {
    let name = "\(list.rawValue) \(id)"
    let count = try counts[name] ?? view.count(in: list, of: id)
    counts[name] = count + 1
    return ArrivalList.text(id, count + 1)
  }

  /// The unit of an arrival, or the one at the top if it is not there today.
  private func unit(_ request: Request) throws -> String {
    guard let units = view.units, !units.exists(request.unit, on: today) else {
      return request.unit
    }
    return units.root
  }

  private static func derived(_ id: EntryID, _ text: String) -> RecordID {
    let words = RecordID.words(of: Hash.sha256(Array("\(id) \(text)".utf8)))
    return RecordID(milliseconds: 0, random: (words[0], words[1]))
  }

  /// The key of the list of those that somebody or something waits for, which begins with 0.
  static func listed(_ id: EntryID, _ isListed: Bool) -> String {
    "\(isListed ? 0 : 1) \(id)"
  }

  /// A fact cannot be taken away, so what says nothing any more is a hyphen.
  private static func text(_ text: String) -> Value {
    .text(text.isEmpty ? "-" : String(text.prefix(1_900)))
  }
}
