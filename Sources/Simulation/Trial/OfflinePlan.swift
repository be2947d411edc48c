// The rule of docs/decisions/0016-arrivals.md, told by hand: in the order in which they were made,
// one stands unless somebody it did not know of wrote the same otherwise.

import Programmes
import Quantities
import Registry

/// Which arrivals of a lot should stand.
struct OfflinePlan {
  private let offline: OfflineModel
  private let model: LedgerModel
  private let lot: [OfflineModel.Kept]
  /// The entries that were made over the network, and their places.
  private let entered: [EntryID: Int64]
  private var placed: Set<EntryID> = []
  private(set) var standing: [OfflineModel.Kept] = []
  private(set) var waiting: Set<EntryID> = []
  private(set) var conflicts: [EntryID: String] = [:]
  private(set) var marks: [EntryID: Set<String>] = [:]
  /// What those that collide do so with, in words.
  private(set) var reasons: [EntryID: String] = [:]

  /// `refused` are those that the ledger refused, `fixed` those that it cannot take back.
  init(
    _ lot: [OfflineModel.Kept], _ offline: OfflineModel, _ model: LedgerModel,
    entered: [EntryID: Int64], refused: Set<EntryID>, fixed: Set<EntryID>
  ) {
    self.offline = offline
    self.model = model
    self.lot = lot
    self.entered = entered
    standing = lot.filter { $0.isOnline || fixed.contains($0.id) }
    placed = Set(standing.map(\.id))
    let open = lot.filter { item in
      !placed.contains(item.id) && !["dropped", "merged"].contains(offline.state(item, model))
    }
    for item in open where !isInsisted(item) { place(item, refused) }
    for item in open where isInsisted(item) { place(item, refused) }
    while let item = open.first(where: { waiting.contains($0.id) && isReady($0) }) {
      waiting.remove(item.id)
      place(item, refused)
    }
  }

  private func isInsisted(_ item: OfflineModel.Kept) -> Bool {
    model.things[item.record]?.value("insisted") == .truth(true)
  }

  private func isReady(_ item: OfflineModel.Kept) -> Bool {
    guard let after = item.arrival.after else { return false }
    return isThere(after) || item.hasHappened && canStand(item, without: after)
  }

  private mutating func place(_ item: OfflineModel.Kept, _ refused: Set<EntryID>) {
    placed.insert(item.id)
    guard !refused.contains(item.id) else { return }
    var codes: Set<String> = []
    if isClosed(item) {
      guard item.hasHappened else {
        conflicts[item.id] = "arrival.version-closed"
        return
      }
      codes.insert("arrival.version-closed")
    }
    if let after = item.arrival.after, !isThere(after) {
      guard item.hasHappened, canStand(item, without: after) else {
        waiting.insert(item.id)
        return
      }
      codes.insert("arrival.without-basis")
    }
    if !isInsisted(item), let collision = collision(of: item) {
      reasons[item.id] = collision
      guard item.hasHappened else {
        conflicts[item.id] = "arrival.collision"
        return
      }
      codes.insert("arrival.collision")
    }
    marks[item.id] = codes
    standing.append(item)
  }

  /// Whether the version that it was made under took no arrivals any more when it was kept.
  private func isClosed(_ item: OfflineModel.Kept) -> Bool {
    guard let number = item.arrival.version, !isInsisted(item) else { return false }
    return offline.versions.contains { later in
      later.number > number && item.place > later.place
        && item.at >= later.at + Int64(later.overlapDays) * 86_400_000
    }
  }

  private func isThere(_ id: EntryID) -> Bool {
    if let item = lot.first(where: { $0.id == id }) {
      return offline.state(item, model) == "merged" || standing.contains { $0.id == id }
    }
    return entered[id] != nil
  }

  /// Whether what has happened needs nothing of what it rests on, which does not stand.
  private func canStand(_ item: OfflineModel.Kept, without after: EntryID) -> Bool {
    guard lot.contains(where: { $0.id == after }), placed.contains(after), !waiting.contains(after)
    else { return false }
    let request = item.arrival.request
    return ([request.subject] + request.records.values).allSatisfy { subject in
      guard case .existing(let id, _) = subject else { return true }
      let record = offline.alias(of: id, model) ?? id
      let beginning = lot.filter { $0.isBeginning && $0.arrival.request.subject.id == record }
      guard beginning.isEmpty else {
        return beginning.contains { one in standing.contains { $0.id == one.id } }
      }
      return model.things[record].map { $0.state != Record.voidState } ?? false
    }
  }

  // MARK: Order

  /// The record whose state or facts one changes, unless it begins it.
  func subject(of item: OfflineModel.Kept) -> RecordID? {
    guard !item.isBeginning else { return nil }
    let id = item.arrival.request.subject.id
    return offline.alias(of: id, model) ?? id
  }

  /// Those that stand on a record, were made after another and must come after it.
  func behind(_ item: OfflineModel.Kept) -> [OfflineModel.Kept] {
    guard let subject = subject(of: item), !comesLast(item) else { return [] }
    let isMoving = item.arrival.request.action != "premises.update"
    return standing.filter { other in
      (isMoving || other.arrival.request.action != "premises.update")
        && (other.arrival.made, other.id) > (item.arrival.made, item.id)
        && self.subject(of: other) == subject && !comesLast(other) && !other.isOnline
    }
  }

  /// Whether somebody insists on it or on what it rests on, or one of these had to wait for another
  /// that was made later, by a clock that is ahead.
  private func comesLast(_ item: OfflineModel.Kept) -> Bool {
    lot.contains { other in
      (other.id == item.id || rests(item, on: other.id)) && (isInsisted(other) || waited(other))
    }
  }

  private func waited(_ item: OfflineModel.Kept) -> Bool {
    lot.contains { other in
      (other.arrival.made, other.id) > (item.arrival.made, item.id)
        && (rests(item, on: other.id)
          || other.isBeginning && other.arrival.request.subject.id == subject(of: item))
    }
  }

  // MARK: Collisions

  /// What somebody wrote of a record: a fact, or that its state moved.
  private struct Cell {
    let record: RecordID
    let base: UInt32?
    let name: String
    let value: Value?
  }

  private func cells(of item: OfflineModel.Kept) -> [Cell] {
    let request = item.arrival.request
    guard case .existing(let id, let version) = request.subject else { return [] }
    let other = offline.alias(of: id, model)
    let (record, base) = (other ?? id, other == nil ? version : 0)
    var cells = request.fields.map { Cell(record: record, base: base, name: $0, value: $1) }
    for (name, subject) in request.records {
      let named = offline.alias(of: subject.id, model) ?? subject.id
      cells.append(Cell(record: record, base: base, name: name, value: .record(named)))
    }
    if request.action != "premises.update" {
      cells.append(Cell(record: record, base: base, name: "state", value: nil))
    }
    return cells
  }

  /// What an arrival collides with, in words; `nil` if nothing.
  private func collision(of item: OfflineModel.Kept) -> String? {
    for cell in cells(of: item).sorted(by: { $0.name < $1.name }) {
      if isWritten(cell, unknownTo: item) { return "\(cell.name), written over the network" }
      let other = standing.first { other in
        !rests(item, on: other.id)
          && cells(of: other).contains {
            $0.record == cell.record && $0.name == cell.name
              && (cell.value == nil || $0.value != cell.value)
          } && !hasSeen(cell, other)
      }
      if let other { return "\(cell.name), written by arrival \(other.id)" }
    }
    return nil
  }

  /// Whether the last who wrote it over the network, unknown to the device, wrote it otherwise.
  private func isWritten(_ cell: Cell, unknownTo item: OfflineModel.Kept) -> Bool {
    guard let base = cell.base else { return false }
    let unknown = (offline.told[cell.record] ?? []).dropFirst(Int(base)).filter { told in
      // What was sent over the network and came again is an arrival like the others.
      let isArrival = lot.contains { $0.isOnline && $0.id == told.id }
      return !told.isOurs && !isArrival && !rests(item, on: told.id)
    }
    guard let value = cell.value else { return unknown.contains(where: \.isMoved) }
    let last = unknown.last { $0.values[cell.name] != nil }
    return last.map { $0.values[cell.name] != value } ?? false
  }

  /// Whether the version that the device had was one with what another arrival did.
  private func hasSeen(_ cell: Cell, _ other: OfflineModel.Kept) -> Bool {
    guard let base = cell.base else { return true }
    guard let first = other.first else { return false }
    let told = (offline.told[cell.record] ?? []).map(\.seq)
    if let index = told.firstIndex(of: first) { return index < Int(base) }
    return told.count { $0 < first } <= Int(base)
  }

  private func rests(_ item: OfflineModel.Kept, on id: EntryID) -> Bool {
    var here = item.arrival.after
    for _ in 0...lot.count {
      guard let after = here else { return false }
      if after == id { return true }
      here = lot.first { $0.id == after }?.arrival.after
    }
    return false
  }
}
