import Ledger
import Programmes
import Quantities
import Storage

/// Which arrivals should stand, worked out on one state of the ledger.
struct ArrivalPlan {
  let view: LedgerView
  let book: ArrivalBook
  /// Those that the ledger refused, which do not stand.
  let refused: Set<EntryID>
  /// Those that stand and cannot be taken back, since others rest on them.
  let fixed: Set<EntryID>
  /// In the order in which they were made; those that somebody insists on last.
  private(set) var standing: [ArrivalBook.Item] = []
  /// Those that wait for another.
  private(set) var waiting: Set<EntryID> = []
  /// Those that collide, with what they collide with.
  private(set) var collisions: [EntryID: String] = [:]

  init(
    _ items: [ArrivalBook.Item], in view: LedgerView, book: ArrivalBook, refused: Set<EntryID>,
    fixed: Set<EntryID>
  ) throws {
    self.view = view
    self.book = book
    self.refused = refused
    self.fixed = fixed
    standing = items.filter { fixed.contains($0.id) }
    let others = items.filter { !fixed.contains($0.id) && !$0.isSettled }
    for item in others where !item.isInsisted { try place(item) }
    for item in others where item.isInsisted { try place(item) }
    // What rests on one that is insisted on comes after it.
    while let item = try others.first(where: { try isReady($0) }) {
      waiting.remove(item.id)
      try place(item)
    }
  }

  /// Whether one that was found waiting need not wait any more.
  private func isReady(_ item: ArrivalBook.Item) throws -> Bool {
    guard waiting.contains(item.id), let after = item.arrival.after else { return false }
    return try isThere(after)
  }

  /// Those that stand and are entered already, but before one that was made earlier and that they
  /// do not commute with; they are taken back and entered after it.
  var outOfOrder: Set<EntryID> {
    get throws {
      var back: Set<EntryID> = []
      for (index, item) in standing.enumerated() where !fixed.contains(item.id) {
        let isNew = item.seq == nil || back.contains(item.id)
        guard isNew else { continue }
        let records = try states(of: item)
        // What begins a record keeps its place.
        for later in standing[(index + 1)...]
        where later.seq != nil && !fixed.contains(later.id) && !later.isBeginning {
          let theirs = try states(of: later)
          let isBound = records.contains { record, isState in
            theirs[record].map { $0 || isState } ?? false
          }
          if isBound || book.rests(later, on: item.id) { back.insert(later.id) }
        }
      }
      return back
    }
  }

  /// The records that an arrival writes, and whether it moves their state.
  private func states(of item: ArrivalBook.Item) throws -> [RecordID: Bool] {
    var states: [RecordID: Bool] = [:]
    for cell in try cells(of: item) {
      let isMoved = states[cell.record] ?? false
      states[cell.record] = isMoved || cell.value == nil
    }
    return states
  }

  private mutating func place(_ item: ArrivalBook.Item) throws {
    guard !refused.contains(item.id) else { return }
    if let after = item.arrival.after, try !isThere(after) {
      waiting.insert(item.id)
      return
    }
    if !item.isInsisted, let against = try collision(of: item) {
      collisions[item.id] = against
      return
    }
    standing.append(item)
  }

  /// Whether the entry that another rests on is entered, or what it registered is there.
  private func isThere(_ id: EntryID) throws -> Bool {
    if let item = book.items[id] {
      return item.state == "merged" || standing.contains { $0.id == id }
    }
    return try view.seq(of: id) != nil
  }

  /// What an arrival collides with; `nil` if nothing.
  private func collision(of item: ArrivalBook.Item) throws -> String? {
    var words: [String] = []
    for cell in try cells(of: item) {
      if let seq = try online(cell) { words.append("\(cell.name) @\(seq)") }
      for other in standing where !book.rests(item, on: other.id) {
        let same = try cells(of: other).contains { theirs in
          theirs.record == cell.record && theirs.name == cell.name
            && (cell.value == nil || theirs.value != cell.value)
        }
        if try same && !hasSeen(cell, other) { words.append("\(cell.name) \(other.id)") }
      }
    }
    return words.isEmpty ? nil : Array(Set(words)).sorted().joined(separator: ", ")
  }

  // MARK: Cells

  private func cells(of item: ArrivalBook.Item) throws -> [ArrivalBook.Cell] {
    let request = item.arrival.request
    let aliases = book.aliases
    var cells: [ArrivalBook.Cell] = []
    func add(_ subject: Subject?, _ name: String, _ value: Value?) {
      guard case .existing(let id, let base)? = subject else { return }
      // Another record's versions say nothing: what is there may have been written by anybody.
      let other = aliases[id]
      cells.append(
        ArrivalBook.Cell(
          record: other ?? id, base: other == nil ? base : 0, name: name, value: value))
    }
    for (path, value) in request.fields.sorted(by: { $0.key < $1.key }) {
      let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        add(request.records[parts[0]], parts[1], value)
      } else {
        add(request.subject, path, value)
      }
    }
    for (name, subject) in request.records.sorted(by: { $0.key < $1.key }) {
      add(request.subject, name, .record(aliases[subject.id] ?? subject.id))
    }
    let action = view.programmes.latest(request.programme)?.action(request.action)?.action
    if action?.states.isEmpty == false { add(request.subject, "state", nil) }
    return cells
  }

  /// Whether the device knew what another arrival did to a record.
  private func hasSeen(_ cell: ArrivalBook.Cell, _ other: ArrivalBook.Item) throws -> Bool {
    guard let base = cell.base else { return true }
    guard let seq = other.firstSeq,
      let place = try view.places(of: cell.record).firstIndex(of: seq)
    else { return false }
    return place < Int(base)
  }

  /// The entry, made over the network, that wrote the cell otherwise and that the device did not
  /// know of.
  private func online(_ cell: ArrivalBook.Cell) throws -> Int64? {
    guard let base = cell.base else { return nil }
    let places = try view.places(of: cell.record)
    var state = ""
    var found: (seq: Int64, value: Value?)?
    for (index, seq) in places.enumerated() {
      guard let known = try view.known(seq) else { continue }
      let touches = known.touches ?? known.entry.decision.touches
      for touch in touches where touch.record == cell.record && !touch.isContent {
        let isMoved = touch.state != state
        state = touch.state
        guard index >= Int(base), book.entries[known.entry.id] == nil else { continue }
        if cell.value == nil {
          if isMoved { found = (seq, nil) }
        } else if let write = touch.writes.first(where: { $0.name == cell.name }) {
          found = (seq, write.value)
        } else if known.touches == nil || touch.removes.contains(cell.name) {
          found = (seq, nil)
        }
      }
    }
    guard let found, cell.value == nil || found.value != cell.value else { return nil }
    return found.seq
  }
}

extension LedgerView {
  /// The place of the entry with this id; `nil` if there is none.
  func seq(of id: EntryID) throws -> Int64? { try reader.entrySeq(id) }

  /// The place of the entry that this very request made; `nil` if there is none.
  func seq(of request: Request) throws -> Int64? {
    guard let seq = try seq(of: request.id), let entry = try entry(seq),
      entry.requestDigest == (try secrets.digest(of: request))
    else { return nil }
    return seq
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
