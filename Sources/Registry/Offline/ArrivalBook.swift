// Which arrivals stand. They are taken in the order in which they were made, wherever they come
// from and whenever they arrive: one stands unless a field it writes was written otherwise by an
// entry it did not know of, from the network or from an arrival that stands. So the same arrivals
// always leave the same ones standing. docs/decisions/0016-arrivals.md says why.

import Ledger
import Programmes
import Quantities

/// The arrivals that a ledger has, and which of them stand.
struct ArrivalBook {
  struct Item {
    let record: RecordID
    let arrival: Arrival
    var state: String
    /// How often it was entered; it is taken back when one made earlier arrives.
    var tries: Int
    var isInsisted: Bool
    var into: RecordID?
    /// Where it stands in the ledger, while it does.
    var seq: Int64?
    /// Where it stood first: what others have seen of it.
    var firstSeq: Int64?
    /// Why it does not stand, for the inbox.
    var code = ""
    var against = ""
    /// What its record says of the three.
    var noted = "waiting"

    /// What its record should say.
    var note: String { state == "conflict" ? "\(state) \(code) \(against)" : state }

    var id: EntryID { arrival.request.id }

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
  }

  /// A fact of a record that an arrival writes, knowing the record's version `base`.
  struct Cell {
    let record: RecordID
    let base: UInt32?
    let name: String
    /// `nil` for the record's state, of which two can never be the same.
    let value: Value?
  }

  private(set) var items: [EntryID: Item] = [:]
  private var byRecord: [RecordID: Set<EntryID>] = [:]
  /// The entries that arrivals made, and those that took them back.
  private(set) var entries: [EntryID: EntryID] = [:]

  mutating func set(_ item: Item) {
    items[item.id] = item
    byRecord[item.arrival.request.subject.id, default: []].insert(item.id)
    for subject in item.arrival.request.records.values {
      byRecord[subject.id, default: []].insert(item.id)
    }
    for number in 0...item.tries {
      entries[item.entryID(number)] = item.id
      entries[item.entryID(number, isBack: true)] = item.id
    }
  }

  /// The records that arrivals registered and that are others, by somebody's decision.
  var aliases: [RecordID: RecordID] {
    var aliases: [RecordID: RecordID] = [:]
    for item in items.values {
      if item.state == "merged", let into = item.into {
        aliases[item.arrival.request.subject.id] = into
      }
    }
    return aliases
  }

  /// The arrivals that may have to do with one another, in the order in which they were made.
  func together(with seeds: Set<EntryID>) -> [Item] {
    var found = seeds
    var waiting = Array(seeds)
    let aliases = aliases
    while let id = waiting.popLast() {
      guard let item = items[id] else { continue }
      var near: Set<EntryID> = []
      if let after = item.arrival.after { near.insert(after) }
      let request = item.arrival.request
      for record in [request.subject.id] + request.records.values.map(\.id) {
        near.formUnion(byRecord[record] ?? [])
        if let other = aliases[record] { near.formUnion(byRecord[other] ?? []) }
      }
      for next in near.subtracting(found) where items[next] != nil {
        found.insert(next)
        waiting.append(next)
      }
    }
    return found.compactMap { items[$0] }.sorted {
      ($0.arrival.made, $0.id) < ($1.arrival.made, $1.id)
    }
  }

  /// Whether `item` rests on `other`, straight or through others.
  func rests(_ item: Item, on other: EntryID) -> Bool {
    var here = item.arrival.after
    var steps = 0
    while let id = here, steps <= items.count {
      if id == other { return true }
      here = items[id]?.arrival.after
      steps += 1
    }
    return false
  }
}
