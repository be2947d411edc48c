// What arrivals hold about records. An arrival's content is sealed under its own key, whatever it
// is about, so it is looked for when a person's data are to be erased or shown.

internal import Ledger
public import Programmes
public import Quantities
import Storage

extension LedgerView {
  /// The arrivals that hold something about records, as far as it was not erased.
  ///
  /// They change one of them, were merged with one, or give a number that one of them is known by;
  /// and if `isWide`, they only name one.
  ///
  /// Goes through all arrivals; there is no index, since it is asked seldom.
  public func arrivals(about records: [Record], isWide: Bool, on today: Day) throws -> [Record] {
    guard programmes.latest("arrivals") != nil else { return [] }
    var search = ArrivalSearch(
      records: Set(records.map(\.id)), keys: try blindKeys(of: records), isWide: isWide)
    var found: [RecordID: Record] = [:]
    // What was registered without becoming a record leads on to others.
    while true {
      let count = search.records.count
      try visitArrivals { row, item in
        guard found[row.record.id] == nil, try holds(item, search, on: today) else { return }
        found[row.record.id] = row.record
        for case .new(let id) in [item.arrival.request.subject]
          + item.arrival.request.records.values
        where try record(id) == nil || item.into != nil {
          search.records.insert(id)
        }
      }
      if search.records.count == count { break }
    }
    return found.values.sorted { $0.id < $1.id }
  }

  /// Everything that is held about a record beside itself: the records that refer to it, and the
  /// arrivals that hold something about any of these.
  public func records(heldWith record: Record, on today: Day) throws -> [Record] {
    let referring = try records(referringTo: record)
    return try referring + arrivals(about: [record] + referring, isWide: true, on: today)
  }

  /// What is looked for in arrivals.
  private struct ArrivalSearch {
    var records: Set<RecordID>
    let keys: Set<KeyRow>
    let isWide: Bool
  }

  private func blindKeys(of records: [Record]) throws -> Set<KeyRow> {
    var keys: Set<KeyRow> = []
    for record in records {
      for (name, value) in try reader.record(record.id)?.blindKeys ?? [:] {
        keys.insert(KeyRow(name: name, value: value))
      }
    }
    return keys
  }

  private func visitArrivals(_ visit: (RecordRow, ArrivalItem) throws -> Void) throws {
    var last: RecordID?
    while true {
      let page = try reader.records(kind: "arrival", after: last, limit: 1_000)
      for row in page where !row.record.isErased {
        if let item = try arrival(row) { try visit(row, item) }
      }
      guard page.count == 1_000 else { return }
      last = page.last?.record.id
    }
  }

  private func holds(_ item: ArrivalItem, _ search: ArrivalSearch, on today: Day) throws -> Bool {
    let request = item.arrival.request
    if request.changed.contains(where: search.records.contains) { return true }
    if let into = item.into, search.records.contains(into) { return true }
    if search.isWide {
      let named = request.named + request.fields.values.flatMap(\.listedRecords)
      if named.contains(where: search.records.contains) { return true }
    }
    guard !search.keys.isEmpty else { return false }
    return try given(request, on: today).contains { search.keys.contains($0) }
  }

  /// The keys over one sealed field whose values a request gives.
  private func given(_ request: Request, on today: Day) throws -> [KeyRow] {
    let subject = request.action.split(separator: ".").first.map(String.init) ?? ""
    var given: [KeyRow] = []
    for (path, value) in request.fields {
      let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
      var kind = programmes.kind(subject)
      if parts.count == 2 {
        kind = kind?.field(parts[0])?.type.referredKind.flatMap { programmes.kind($0) }
      }
      guard let kind, let name = parts.last, let field = kind.field(name),
        case .text(let text) = value, let normal = field.type.value(of: text, on: today)
      else { continue }
      for key in kind.keys where key.isBlind && key.fields == [name] {
        let index = try secrets.blindIndex(key: key.name, values: [normal])
        given.append(KeyRow(name: key.name, value: index.bytes))
      }
    }
    return given
  }
}

extension Value {
  /// The records named in the items of a list.
  fileprivate var listedRecords: [RecordID] {
    guard case .list(let items) = self else { return [] }
    return items.flatMap(\.values).compactMap { value in
      if case .record(let id) = value { id } else { nil }
    }
  }
}
