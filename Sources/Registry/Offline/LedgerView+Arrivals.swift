// Finding arrivals: what has to do with a new one is looked up by the records it changes, so that
// neither memory nor time grows with the arrivals there are. The lists are keys of their records:
// the n-th arrival that changes a record holds the key "record n".

import Ledger
import Programmes
import Quantities
import Storage

/// The lists that arrivals stand in, each from place 1 on.
enum ArrivalList: String, CaseIterable {
  case first = "arrival.record-1"
  case second = "arrival.record-2"
  case third = "arrival.record-3"
  case links = "arrival-link.place"
  case follows = "arrival.follows"

  /// Those that say which record an arrival has to do with, in an arrival's own fields.
  static let slots: [ArrivalList] = [.first, .second, .third]
  /// All that are about records.
  static let ofRecords = slots + [.links]

  /// The field of an arrival that holds its place.
  var field: String { String(rawValue.split(separator: ".")[1]) }

  static func text(_ id: some CustomStringConvertible, _ place: Int) -> String { "\(id) \(place)" }
}

extension LedgerView {
  /// What somebody has to settle, in the order in which it was made.
  public func arrivalConflicts() throws -> [ArrivalConflict] {
    try listedArrivals().filter { $0.state == "conflict" }
      .map {
        ArrivalConflict(
          record: $0.record, arrival: $0.arrival, code: $0.code, against: $0.against,
          differences: differences(of: $0.arrival))
      }
  }

  /// What has happened, was entered in spite of a rule and has been seen by nobody yet.
  ///
  /// In the order in which it was made; what was voided since is not among it.
  public func markedArrivals() throws -> [MarkedArrival] {
    try listedArrivals().compactMap { item in
      guard item.state == "entered", !item.marks.isEmpty, let seq = item.seq,
        try !isVoid(seq)
      else { return nil }
      return MarkedArrival(
        record: item.record, arrival: item.arrival, seq: seq, codes: item.marks,
        against: item.against, leftOut: item.left.sorted(),
        differences: differences(of: item.arrival))
    }
  }

  /// Whether an entry counts no more.
  private func isVoid(_ seq: Int64) throws -> Bool {
    guard let subject = try entry(seq)?.decision.touches.first?.record else { return false }
    var isVoid = false
    for place in try places(of: subject) where place > seq {
      guard let amends = try entry(place)?.amends, amends.seq == seq else { continue }
      isVoid = amends.manner == .void
    }
    return isVoid
  }

  /// The arrivals that somebody or something waits for, in the order in which they were made.
  func listedArrivals() throws -> [ArrivalItem] {
    guard programmes.latest("arrivals") != nil else { return [] }
    // Those on the list hold a key that begins with 0.
    let held = try reader.keys(named: "arrival.listed", before: Array("1".utf8), limit: .max / 2)
    return try held.compactMap { try arrival($0.holder) }
      .sorted { ($0.arrival.made, $0.id) < ($1.arrival.made, $1.id) }
  }

  // MARK: What has to do with what

  /// The arrival of an entry; `nil` if there is none, or what it said was erased.
  func arrival(of id: EntryID) throws -> ArrivalItem? {
    try holder(of: "arrival.entry", value: "\(id)").flatMap { try arrival($0) }
  }

  /// The arrivals that may have to do with one another: that change the same record, rest on each
  /// other, or lack what another begins.
  func arrivals(around seed: ArrivalItem) throws -> [ArrivalItem] {
    var found = [seed.record: seed]
    var waiting = [seed]
    // Many may stand in one list, which is gone through once.
    var visited: Set<String> = []
    while let item = waiting.popLast() {
      for record in try near(item, but: &visited) where found[record] == nil {
        guard let next = try arrival(record) else { continue }
        found[record] = next
        waiting.append(next)
      }
    }
    return Array(found.values)
  }

  /// The arrivals' records next to one, but for those in lists that were gone through.
  private func near(_ item: ArrivalItem, but visited: inout Set<String>) throws -> [RecordID] {
    var near: [RecordID] = []
    if let after = item.arrival.after {
      near += try holder(of: "arrival.entry", value: "\(after)").map { [$0] } ?? []
    }
    if visited.insert("entry \(item.id)").inserted { near += try list(.follows, item.id) }
    var records = item.records
    if let into = item.into { records.append(into) }
    for record in records where visited.insert("record \(record)").inserted {
      for list in ArrivalList.slots { near += try self.list(list, record) }
      for link in try list(.links, record) {
        guard let id = try self.record(link)?.value("entry")?.text else { continue }
        near += try holder(of: "arrival.entry", value: id).map { [$0] } ?? []
      }
    }
    return near
  }

  /// What stands in a list, in order.
  private func list(
    _ list: ArrivalList, _ id: some CustomStringConvertible
  ) throws -> [RecordID] {
    var found: [RecordID] = []
    while let next = try holder(
      of: list.rawValue, value: ArrivalList.text(id, found.count + 1))
    {
      found.append(next)
    }
    return found
  }

  /// How many stand in a list: there are places from 1 on without a gap, so few are asked for.
  func count(in list: ArrivalList, of id: some CustomStringConvertible) throws -> Int {
    func isTaken(_ place: Int) throws -> Bool {
      try holder(of: list.rawValue, value: ArrivalList.text(id, place)) != nil
    }
    var (taken, free) = (0, 1)
    while try isTaken(free) { (taken, free) = (free, 2 * free) }
    while free - taken > 1 {
      let middle = (taken + free) / 2
      if try isTaken(middle) { taken = middle } else { free = middle }
    }
    return taken
  }

  // MARK: One arrival

  /// An arrival as its record says; `nil` if what it said was erased.
  func arrival(_ record: RecordID) throws -> ArrivalItem? {
    try reader.record(record).flatMap { try arrival($0) }
  }

  /// An arrival as its record says; `nil` if what it said was erased.
  func arrival(_ row: RecordRow) throws -> ArrivalItem? {
    let record = row.record
    guard record.kind == "arrival", let first = row.history.first, let known = try known(first),
      let touch = known.touches?.first,
      case .text(let text)? = touch.writes.first(where: { $0.name == "content" })?.value,
      let bytes = Base64.decode(text), case .integer(let made)? = record.value("made")
    else { return nil }
    let arrival = Arrival(
      request: try RequestCodec.decode(bytes), made: made,
      after: record.text("after").flatMap { EntryID($0) }, version: record.version(of: "version"))
    var item = ArrivalItem(
      record: record.id, arrival: arrival, receivedAt: known.entry.at, keptSeq: first,
      records: try records(of: arrival, record), state: record.state)
    item.isInsisted = record.value("insisted") == .truth(true)
    item.into = record.text("into").flatMap { RecordID($0) }
    item.code = record.text("code") ?? ""
    item.against = record.text("against") ?? ""
    item.left = Set(record.text("left")?.split(separator: " ").map(String.init) ?? [])
    item.isListed = record.text("listed")?.hasPrefix("0") ?? true
    if ["marked", "entered"].contains(item.state) {
      item.marks = item.code.isEmpty ? [] : item.code.components(at: ", ")
      item.state = "entered"
    }
    item.noted = item.note
    try find(&item, keptAt: first)
    return item
  }

  /// The ledger knows better than the record how often it was entered, and whether it stands.
  private func find(_ item: inout ArrivalItem, keptAt kept: Int64) throws {
    guard item.code != "request.id-reused" else { return }
    if let seq = try seq(of: item.id), seq < kept {
      // Of another content it is another's.
      guard try self.seq(of: item.arrival.request) != nil else { return }
      item.isOnline = true
    }
    while let seq = try seq(of: item.entryID(item.tries)) {
      let isBack = try self.seq(of: item.entryID(item.tries, isBack: true)) != nil
      item.firstSeq = item.firstSeq ?? seq
      item.seq = isBack ? nil : item.isBeginning ? item.firstSeq : seq
      item.tries += 1
      // Entered, and the record did not hear of it.
      if !isBack, item.state != "entered" { item.marks = try entry(seq)?.decision.marks ?? [] }
    }
  }

  /// The records that a kept arrival has to do with, as its places in their lists say.
  private func records(of arrival: Arrival, _ record: Record) throws -> [RecordID] {
    var records = arrival.request.changed
    for list in ArrivalList.slots {
      guard let text = record.text(list.field)?.split(separator: " ").first,
        let id = RecordID(String(text)), !records.contains(id)
      else { continue }
      records.append(id)
    }
    return records
  }

  // MARK: Entries

  /// The place of the entry with this id; `nil` if there is none.
  func seq(of id: EntryID) throws -> Int64? { try reader.entrySeq(id) }

  /// The place of the entry that this very request made; `nil` if there is none.
  func seq(of request: Request) throws -> Int64? {
    guard let seq = try seq(of: request.id), let entry = try entry(seq) else { return nil }
    let digest = try secrets.digest(of: request)
    guard let first = entry.sealedWrites.min(by: { $0.touch < $1.touch }) else {
      return entry.requestDigest == digest ? seq : nil
    }
    // Once its values are erased nobody can tell, and the id alone counts.
    guard let wrapped = try reader.subjectKey(first.keyNumber) else { return seq }
    let key = try secrets.unwrap(wrapped, number: first.keyNumber)
    return entry.requestDigest == key.hidden(digest) || entry.requestDigest == digest ? seq : nil
  }

  /// The entries that touched a record, in order.
  func places(of record: RecordID) throws -> [Int64] { try reader.record(record)?.history ?? [] }

  /// An entry with what it sealed.
  func known(_ seq: Int64) throws -> KnownEntry? {
    try reader.entry(seq).map { stored in
      try KnownEntry(stored) { number in
        try reader.subjectKey(number).map { try secrets.unwrap($0, number: number) }
      }
    }
  }
}

extension Record {
  /// A text that says something: what is to say nothing any more is a hyphen.
  fileprivate func text(_ name: String) -> String? {
    guard let text = value(name)?.text, text != "-" else { return nil }
    return text
  }

  fileprivate func version(of name: String) -> UInt32? {
    guard case .integer(let number)? = value(name) else { return nil }
    return UInt32(exactly: number)
  }
}

extension String {
  /// Its parts between separators.
  fileprivate func components(at separator: String) -> [String] {
    replacing(separator, with: "\u{1F}").split(separator: "\u{1F}").map(String.init)
  }
}
