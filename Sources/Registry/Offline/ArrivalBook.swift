import Programmes
import Quantities

/// The arrivals that have to do with one another, and no others.
struct ArrivalBook {
  private(set) var items: [EntryID: ArrivalItem] = [:]
  /// The entries that arrivals made, and those that took them back.
  private(set) var entries: Set<EntryID> = []
  /// The records that arrivals registered and that are others, by somebody's decision.
  private(set) var aliases: [RecordID: RecordID] = [:]
  /// The arrivals that begin or register a record.
  private(set) var beginnings: [RecordID: [EntryID]] = [:]

  init(_ items: [ArrivalItem]) {
    for item in items {
      set(item)
      let request = item.arrival.request
      for case .new(let record) in [request.subject] + request.records.values {
        beginnings[record, default: []].append(item.id)
      }
      if item.state == "merged", let into = item.into { aliases[request.subject.id] = into }
    }
  }

  mutating func set(_ item: ArrivalItem) {
    items[item.id] = item
    for number in 0...item.tries {
      entries.insert(item.entryID(number))
      entries.insert(item.entryID(number, isBack: true))
    }
  }

  /// All, in the order in which they were made.
  var inOrder: [ArrivalItem] {
    items.values.sorted { ($0.arrival.made, $0.id) < ($1.arrival.made, $1.id) }
  }

  /// The entries that `item` rests on, straight or through others.
  func basis(of item: ArrivalItem) -> Set<EntryID> {
    var basis: Set<EntryID> = []
    var here = item.arrival.after
    while let id = here, basis.insert(id).inserted { here = items[id]?.arrival.after }
    return basis
  }
}
