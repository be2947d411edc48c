// Which arrivals stand. They are taken in the order in which they were made, wherever they come
// from and whenever they arrive: one stands unless a field it writes was written otherwise by an
// entry it did not know of, from the network or from an arrival that stands. What has happened
// stands even so. So the same arrivals always leave the same ones standing.
// docs/decisions/0016-arrivals.md says why.

import Ledger
import Programmes
import Quantities
import Storage

/// Which arrivals should stand, worked out on one state of the ledger.
struct ArrivalPlan {
  /// What an arrival comes to if it has happened and something is in its way.
  struct Mark {
    var codes: Set<String> = []
    var against = ""
    /// The facts of other records that it is entered without.
    var left: Set<String> = []
  }

  let items: [ArrivalItem]
  let versions: [EntryID: ArrivalVersion]
  private let cells: ArrivalCells
  private let book: ArrivalBook
  private let programmes: ProgrammeSet
  /// Those that the ledger refused, which do not stand.
  private let refused: Set<EntryID>
  /// Those that stand and cannot be taken back, since others rest on them.
  private let fixed: Set<EntryID>
  /// In the order in which they were made; those that somebody insists on last.
  private(set) var standing: [ArrivalItem] = []
  /// Those that wait for another.
  private(set) var waiting: Set<EntryID> = []
  /// Those that do not stand, each with the code and what it collides with.
  private(set) var conflicts: [EntryID: (code: String, against: String)] = [:]
  /// Those that stand although something is in their way.
  private(set) var marks: [EntryID: Mark] = [:]
  private var seen: Set<EntryID> = []

  init(
    _ book: ArrivalBook, in view: LedgerView, refused: Set<EntryID>, fixed: Set<EntryID>
  ) throws {
    self.book = book
    self.items = book.inOrder
    self.programmes = view.programmes
    self.refused = refused
    var versions: [EntryID: ArrivalVersion] = [:]
    for item in items { versions[item.id] = try view.version(of: item) }
    self.versions = versions
    self.cells = ArrivalCells(items, versions: versions, view: view, book: book)
    // What was accepted over the network stays, and what was entered before its version was broken
    // with.
    let kept = items.filter { item in
      if case .broken = versions[item.id] { item.seq != nil } else { item.isOnline }
    }
    self.fixed = fixed.union(kept.map(\.id))
    standing = items.filter { self.fixed.contains($0.id) }
    seen.formUnion(standing.map(\.id))
    let others = items.filter { !self.fixed.contains($0.id) && !$0.isSettled }
    for item in others where !item.isInsisted { try place(item) }
    for item in others where item.isInsisted { try place(item) }
    // What rests on one that is insisted on comes after it.
    while let item = try others.first(where: { try isReady($0) }) {
      waiting.remove(item.id)
      try place(item)
    }
  }

  /// Whether one that was found waiting need not wait any more.
  private func isReady(_ item: ArrivalItem) throws -> Bool {
    guard waiting.contains(item.id), let after = item.arrival.after else { return false }
    if try isThere(after) { return true }
    return try hasHappened(item) && stands(item, without: after)
  }

  // MARK: Placing one

  private mutating func place(_ item: ArrivalItem) throws {
    seen.insert(item.id)
    guard !refused.contains(item.id) else { return }
    var mark = Mark()
    if let code = versionCode(of: item) {
      guard code.isMark else {
        conflicts[item.id] = (code.code, code.against)
        return
      }
      mark.codes.insert(code.code)
      mark.against = code.against
    }
    if let after = item.arrival.after, try !isThere(after) {
      guard hasHappened(item), try stands(item, without: after) else {
        waiting.insert(item.id)
        return
      }
      mark.codes.insert(ArrivalCode.withoutBasis)
    }
    if !item.isInsisted, let collision = try collision(of: item) {
      guard hasHappened(item) else {
        conflicts[item.id] = (ArrivalCode.collision, collision.against)
        return
      }
      mark.codes.insert(ArrivalCode.collision)
      mark.against = [mark.against, collision.against].filter { !$0.isEmpty }
        .joined(separator: "; ")
      mark.left = collision.left
    }
    if !mark.codes.isEmpty { marks[item.id] = mark }
    standing.append(item)
  }

  /// What the version that an arrival was made under makes of it; `nil` if it is open.
  private func versionCode(
    of item: ArrivalItem
  ) -> (code: String, against: String, isMark: Bool)? {
    let name = item.arrival.request.programme
    let latest = programmes.latest(name)?.version ?? 0
    return switch versions[item.id] {
    case .closed(let number)?:
      (ArrivalCode.versionClosed, "\(name) @\(number) < @\(latest)", hasHappened(item))
    case .broken(let number)?:
      (ArrivalCode.versionClosed, "\(name) @\(number) < @\(latest)", false)
    case .unknown(let number)?: ("programme.unknown", "\(name) @\(number)", false)
    case .latest?, .earlier?, nil: nil
    }
  }

  /// Whether it tells what has happened, by the version that it is decided under.
  func hasHappened(_ item: ArrivalItem) -> Bool {
    let request = item.arrival.request
    let programme =
      versions[item.id]?.number.map { programmes.programme(request.programme, $0) }
      ?? programmes.latest(request.programme)
    return programme?.action(request.action)?.action.hasHappened ?? false
  }

  /// Whether the entry that another rests on is entered, or what it registered is there.
  private func isThere(_ id: EntryID) throws -> Bool {
    if let item = book.items[id] {
      return item.state == "merged" || standing.contains { $0.id == id }
    }
    return try cells.isEntered(id)
  }

  /// Whether what has happened can be entered although the entry that it rests on, which has
  /// arrived, does not stand: everything that it names must be there.
  private func stands(_ item: ArrivalItem, without after: EntryID) throws -> Bool {
    guard book.items[after] != nil, seen.contains(after), !waiting.contains(after) else {
      return false
    }
    let request = item.arrival.request
    for subject in [request.subject] + request.records.values {
      guard case .existing(let id, _) = subject else { continue }
      let record = book.aliases[id] ?? id
      if let beginnings = book.beginnings[record] {
        guard standing.contains(where: { beginnings.contains($0.id) }) else { return false }
      } else if try !cells.isThere(record) {
        return false
      }
    }
    return true
  }

  /// What an arrival collides with, and the facts of other records among it; `nil` if nothing.
  private func collision(of item: ArrivalItem) throws -> (against: String, left: Set<String>)? {
    var words: Set<String> = []
    var left: Set<String> = []
    let basis = book.basis(of: item)
    for cell in cells.of(item) {
      var isWritten = false
      if let seq = try cells.online(cell, but: basis) {
        words.insert("\(cell.name) @\(seq)")
        isWritten = true
      }
      for other in standing where !basis.contains(other.id) {
        let same = cells.of(other, without: leftOut(of: other)).contains { theirs in
          theirs.record == cell.record && theirs.name == cell.name
            && (cell.value == nil || theirs.value != cell.value)
        }
        if try same && !cells.hasSeen(cell, other) {
          words.insert("\(cell.name) \(other.id)")
          isWritten = true
        }
      }
      if isWritten, let path = cell.path { left.insert(path) }
    }
    return words.isEmpty ? nil : (words.sorted().joined(separator: ", "), left)
  }

  private func leftOut(of item: ArrivalItem) -> Set<String> {
    fixed.contains(item.id) ? item.left : marks[item.id]?.left ?? []
  }

  // MARK: What is not tried again

  /// Those that were refused and that nothing new comes before: to try one again, others would be
  /// voided and entered again, each time that anything about their record arrives.
  func leftAlone(but seeds: Set<EntryID>) -> Set<EntryID> {
    let new = items.filter { seeds.contains($0.id) }
    return Set(
      standing.filter { item in
        guard item.state == "conflict", item.seq == nil, !seeds.contains(item.id),
          !item.code.hasPrefix(ArrivalCode.prefix)
        else { return false }
        let basis = book.basis(of: item)
        let isMoved = new.contains { seed in
          basis.contains(seed.id)
            || isMadeBefore(seed, item)
              && !Set(seed.records).isDisjoint(with: item.records)
        }
        return !isMoved
          && items.contains { later in
            guard later.seq != nil, !fixed.contains(later.id), isMadeBefore(item, later) else {
              return false
            }
            return collides(later, item) || canMove(later) && isBound(later, to: item)
          }
      }.map(\.id))
  }

  // MARK: What cannot be taken back

  /// What keeps its place with one that cannot be taken back.
  ///
  /// That is what is entered before it about the same record and does not commute with it: entered
  /// anew it would come behind, over what was decided on it.
  func kept(with id: EntryID, in book: ArrivalBook) -> Set<EntryID> {
    var kept: Set<EntryID> = [id]
    var waiting = [id]
    while let id = waiting.popLast() {
      guard let item = book.items[id], let seq = item.seq else { continue }
      for other in items where !kept.contains(other.id) {
        guard let place = book.items[other.id]?.seq, place < seq,
          hasPlace(item, behind: other) || collides(item, other)
        else { continue }
        kept.insert(other.id)
        waiting.append(other.id)
      }
    }
    return kept
  }

  private func isMadeBefore(_ item: ArrivalItem, _ later: ArrivalItem) -> Bool {
    (item.arrival.made, item.id) < (later.arrival.made, later.id)
  }

  /// Whether one writes what another writes, and otherwise.
  private func collides(_ one: ArrivalItem, _ other: ArrivalItem) -> Bool {
    isBeside(one, other) { $0.name == $1.name && ($0.value == nil || $0.value != $1.value) }
  }

  // MARK: What has to be entered again

  /// Those that are entered and must be taken back: they do not stand, or stand otherwise, or are
  /// before one that was made earlier and that they do not commute with.
  var takenBack: Set<EntryID> {
    var back: Set<EntryID> = []
    let names = Set(standing.map(\.id))
    for item in standing where item.seq != nil && !fixed.contains(item.id) {
      let mark = marks[item.id] ?? Mark()
      let found = Set(item.marks.filter { $0.hasPrefix(ArrivalCode.prefix) })
      if mark.left != item.left || mark.codes != found { back.insert(item.id) }
    }
    let gone = items.filter {
      $0.seq != nil && !names.contains($0.id) && !fixed.contains($0.id)
    }
    back.formUnion(gone.map(\.id))
    for (index, item) in standing.enumerated() where !fixed.contains(item.id) {
      if canMove(item), gone.contains(where: { isBound(item, toGone: $0) }) {
        back.insert(item.id)
      }
      guard item.seq == nil || back.contains(item.id) else { continue }
      for later in standing[(index + 1)...] where canMove(later) {
        if isBound(later, to: item) { back.insert(later.id) }
      }
    }
    return back
  }

  /// Whether one that is entered may be placed anew; what begins a record keeps its place.
  private func canMove(_ item: ArrivalItem) -> Bool {
    !fixed.contains(item.id) && (item.seq == nil || !item.isBeginning)
  }

  /// Whether it makes a difference that one comes after another.
  private func isBound(_ later: ArrivalItem, to item: ArrivalItem) -> Bool {
    if later.seq == nil { return false }
    return book.basis(of: later).contains(item.id) || hasPlace(later, behind: item)
  }

  /// Whether it makes a difference to the record that one comes after another.
  private func hasPlace(_ later: ArrivalItem, behind item: ArrivalItem) -> Bool {
    let happens = hasHappened(later)
    return isAbout(later, begunBy: item)
      || isBeside(later, item) { happens || $0.value == nil || $1.value == nil }
  }

  /// Whether it changes a record that another begins: what is begun cannot be taken back under it.
  private func isAbout(_ later: ArrivalItem, begunBy item: ArrivalItem) -> Bool {
    guard item.isBeginning else { return false }
    let record = item.arrival.request.subject.id
    return cells.of(later).contains { $0.record == record }
  }

  /// Whether it makes a difference that one is taken away.
  ///
  /// When it is voided, the others are decided again; but what they are marked with is not found
  /// anew.
  private func isBound(_ later: ArrivalItem, toGone item: ArrivalItem) -> Bool {
    guard later.seq != nil, hasHappened(later) else { return false }
    return book.basis(of: later).contains(item.id)
      || isMadeBefore(item, later)
        && isBeside(later, item) { _, _ in true }
  }

  private func isBeside(
    _ one: ArrivalItem, _ other: ArrivalItem, where isWanted: (ArrivalCell, ArrivalCell) -> Bool
  ) -> Bool {
    let theirs = cells.of(other)
    return cells.of(one).contains { cell in
      theirs.contains { $0.record == cell.record && isWanted(cell, $0) }
    }
  }
}
