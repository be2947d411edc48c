import Ledger
import Programmes
import Quantities
import Storage

/// A fact of a record that an arrival writes, knowing the record's version `base`.
struct ArrivalCell {
  let record: RecordID
  let base: UInt32?
  /// The fact's name, or `state`.
  let name: String
  /// `nil` for the record's state, of which two can never be the same.
  let value: Value?
  /// The path in the request, for a fact of a record that it refers to; without it the rest is
  /// still what happened.
  let path: String?
}

/// What arrivals write and what was written beside them, read from one state of the ledger and kept
/// while a plan is made.
final class ArrivalCells {
  private let view: LedgerView
  private let book: ArrivalBook
  private var cells: [EntryID: [ArrivalCell]] = [:]
  private var places: [RecordID: [Int64]] = [:]
  /// The index of each of these.
  private var indexes: [RecordID: [Int64: Int]] = [:]
  private var online: [RecordID: [Written]] = [:]
  /// The lowest version of each record that a device knew: nothing before it is asked for.
  private var bases: [RecordID: Int] = [:]

  /// What an entry, made over the network, wrote of a record.
  private struct Written {
    let index: Int
    let seq: Int64
    let id: EntryID
    let isMoved: Bool
    /// Whether what it sealed was erased, so that it may have written anything.
    let isUnknown: Bool
    /// `nil` for a fact that is known no more.
    let facts: [String: Value?]
  }

  init(
    _ items: [ArrivalItem], versions: [EntryID: ArrivalVersion], view: LedgerView, book: ArrivalBook
  ) {
    self.view = view
    self.book = book
    for item in items {
      let found = cells(of: item.arrival.request, under: versions[item.id]?.number)
      cells[item.id] = found
      for cell in found {
        guard let base = cell.base else { continue }
        bases[cell.record] = min(bases[cell.record] ?? .max, Int(base))
      }
    }
  }

  /// What an arrival writes, but for the paths left out.
  func of(_ item: ArrivalItem, without left: Set<String> = []) -> [ArrivalCell] {
    let all = cells[item.id] ?? []
    return left.isEmpty ? all : all.filter { $0.path.map { !left.contains($0) } ?? true }
  }

  private func cells(of request: Request, under version: UInt32?) -> [ArrivalCell] {
    let aliases = book.aliases
    var cells: [ArrivalCell] = []
    func add(_ subject: Subject?, _ name: String, _ value: Value?, _ path: String? = nil) {
      guard case .existing(let id, let base)? = subject else { return }
      // Another record's versions say nothing: what is there may have been written by anybody.
      let other = aliases[id]
      cells.append(
        ArrivalCell(
          record: other ?? id, base: other == nil ? base : 0, name: name, value: value,
          path: path))
    }
    for (path, value) in request.fields.sorted(by: { $0.key < $1.key }) {
      let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        add(request.records[parts[0]], parts[1], value, path)
      } else {
        add(request.subject, path, value)
      }
    }
    for (name, subject) in request.records.sorted(by: { $0.key < $1.key }) {
      add(request.subject, name, .record(aliases[subject.id] ?? subject.id))
    }
    let programme =
      version.map { view.programmes.programme(request.programme, $0) }
      ?? view.programmes.latest(request.programme)
    let action = programme?.action(request.action)?.action
    if action?.states.isEmpty == false { add(request.subject, "state", nil) }
    return cells
  }

  // MARK: What others wrote

  private func placesOf(_ record: RecordID) throws -> [Int64] {
    if let known = places[record] { return known }
    let found = try view.places(of: record)
    places[record] = found
    indexes[record] = Dictionary(
      found.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    return found
  }

  /// Whether the device knew what another arrival did to a record.
  func hasSeen(_ cell: ArrivalCell, _ other: ArrivalItem) throws -> Bool {
    guard let base = cell.base else { return true }
    guard let seq = other.firstSeq else { return false }
    let places = try placesOf(cell.record)
    if let index = indexes[cell.record]?[seq] { return index < Int(base) }
    // It said what was known already, so who knew the record as it was then knew that too.
    return places.count { $0 < seq } <= Int(base)
  }

  /// The entry, made over the network, that wrote the cell otherwise and that the device did not
  /// know of; those in `basis` were its own.
  func online(_ cell: ArrivalCell, but basis: Set<EntryID>) throws -> Int64? {
    guard let base = cell.base else { return nil }
    let found = try written(cell.record).last { written in
      guard written.index >= Int(base), !basis.contains(written.id) else { return false }
      return cell.value == nil
        ? written.isMoved : written.isUnknown || written.facts[cell.name] != nil
    }
    guard let found else { return nil }
    if let value = cell.value, case .some(.some(value)) = found.facts[cell.name] { return nil }
    return found.seq
  }

  private func written(_ record: RecordID) throws -> [Written] {
    if let known = online[record] { return known }
    var found: [Written] = []
    let all = try placesOf(record)
    // The entry before the first asked for says what the state was.
    let first = max(0, min(bases[record] ?? 0, all.count) - 1)
    var state: String?
    for (index, seq) in all.enumerated().dropFirst(first) {
      guard let known = try view.known(seq) else { continue }
      let isOurs = book.entries.contains(known.entry.id)
      for touch in known.touches ?? known.entry.decision.touches
      where touch.record == record && !touch.isContent {
        let isMoved = touch.state != state
        state = touch.state
        guard !isOurs else { continue }
        var facts: [String: Value?] = [:]
        for name in touch.removes { facts[name] = .some(nil) }
        for write in touch.writes { facts[write.name] = .some(write.value) }
        found.append(
          Written(
            index: index, seq: seq, id: known.entry.id, isMoved: isMoved,
            isUnknown: known.touches == nil,
            facts: facts))
      }
    }
    online[record] = found
    return found
  }

  // MARK: What is there

  /// Whether a record is there and counts.
  func isThere(_ record: RecordID) throws -> Bool {
    guard let state = try view.record(record)?.state else { return false }
    return state != Record.voidState
  }

  /// Whether an entry is in the ledger.
  func isEntered(_ id: EntryID) throws -> Bool { try view.seq(of: id) != nil }
}
