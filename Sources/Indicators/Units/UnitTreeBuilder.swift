import Quantities

/// Checks the rows of a unit list and works out the chains of a ``UnitTree``.
struct UnitTreeBuilder {
  let rows: [AdministrativeUnit]
  let codes: [String]
  let positions: [String: Int]
  let root: Int
  /// Indices of the rows of each position, in time order.
  private let rowsOfPosition: [[Int]]

  /// The range within which a day can be: open ends are closed by these.
  private static let earliest = Day(number: .min)
  private static let latest = Day(number: .max)

  init(_ units: [AdministrativeUnit]) throws(UnitTreeError) {
    let rows = units.sorted { left, right in
      if left.code != right.code { return left.code < right.code }
      return Self.from(left) < Self.from(right)
    }
    var codes: [String] = []
    var rowsOfPosition: [[Int]] = []
    for (index, row) in rows.enumerated() {
      guard Self.from(row) <= Self.through(row) else {
        throw .emptyValidity(code: row.code)
      }
      guard let last = codes.last, last == row.code else {
        codes.append(row.code)
        rowsOfPosition.append([index])
        continue
      }
      guard Self.through(rows[index - 1]) < Self.from(row) else {
        throw .overlap(code: row.code, on: Self.from(row))
      }
      rowsOfPosition[rowsOfPosition.count - 1].append(index)
    }
    self.rows = rows
    self.codes = codes
    self.rowsOfPosition = rowsOfPosition
    let pairs = codes.enumerated().map { ($0.element, $0.offset) }
    self.positions = Dictionary(uniqueKeysWithValues: pairs)
    self.root = try Self.root(of: rows, positions: self.positions)
  }

  private static func root(
    of rows: [AdministrativeUnit], positions: [String: Int]
  ) throws(UnitTreeError) -> Int {
    var root: String?
    for row in rows {
      guard let parent = row.parent else {
        if let root, root != row.code { throw .twoRoots(root, row.code) }
        root = row.code
        continue
      }
      guard positions[parent] != nil else {
        throw .unknownParent(code: row.code, parent: parent)
      }
    }
    guard let root, let position = positions[root] else {
      // Where every row has a parent, following parents must come round.
      guard let first = rows.first else { throw .noRoot }
      throw .cycle(code: first.code)
    }
    return position
  }

  /// For every position its stretches in time order.
  func stretches() throws(UnitTreeError) -> [[UnitTree.Stretch]] {
    var all: [[UnitTree.Stretch]] = []
    all.reserveCapacity(codes.count)
    for position in codes.indices {
      var stretches: [UnitTree.Stretch] = []
      for row in rowsOfPosition[position] {
        var day = Self.from(rows[row])
        let end = Self.through(rows[row])
        while true {
          let stretch = try stretch(row: row, from: day, through: end)
          stretches.append(stretch)
          guard stretch.through < end else { break }
          day = stretch.through.advanced(by: 1)
        }
      }
      all.append(stretches)
    }
    return all
  }

  /// The longest stretch that begins on `day` and on which no row of the chain changes.
  private func stretch(
    row first: Int, from day: Day, through end: Day
  ) throws(UnitTreeError) -> UnitTree.Stretch {
    var row = rows[first]
    var through = end
    var chain: [Int] = []
    while true {
      guard let position = positions[row.code] else { preconditionFailure("row without position") }
      guard !chain.contains(position) else { throw .cycle(code: row.code) }
      chain.append(position)
      through = min(through, Self.through(row))
      guard let parent = row.parent else { break }
      row = rows[try holding(parent, above: row.code, on: day)]
    }
    return UnitTree.Stretch(
      from: day, through: through, row: first, chain: chain, codes: chain.map { codes[$0] })
  }

  /// The row of a parent, or of the unit that took over from it, that holds on `day`.
  private func holding(
    _ parent: String, above code: String, on day: Day
  ) throws(UnitTreeError) -> Int {
    var name = parent
    var passed: Set<String> = []
    while passed.insert(name).inserted {
      guard let position = positions[name] else {
        throw .unknownParent(code: code, parent: parent)
      }
      let holding = rowsOfPosition[position].first { index in
        Self.from(rows[index]) <= day && day <= Self.through(rows[index])
      }
      if let holding { return holding }
      guard let last = rowsOfPosition[position].last, Self.through(rows[last]) < day,
        let successor = rows[last].successor
      else { throw .parentNotValid(code: code, parent: parent, on: day) }
      name = successor
    }
    throw .cycle(code: parent)
  }

  /// For every position what its work counts for, on any day.
  func reaches(_ stretches: [[UnitTree.Stretch]]) throws(UnitTreeError) -> [UnitReach] {
    var reaches: [UnitReach] = []
    for position in codes.indices {
      var spans: [UnitReach.Span] = []
      var from = Self.earliest
      var here = position
      var passed: Set<Int> = []
      while true {
        guard passed.insert(here).inserted else { throw .cycle(code: codes[position]) }
        for stretch in stretches[here] where from <= stretch.through {
          if spans.last?.units != stretch.codes {
            spans.append(UnitReach.Span(from: from, units: stretch.codes))
          }
          guard stretch.through < Self.latest else { break }
          from = stretch.through.advanced(by: 1)
        }
        guard let last = rowsOfPosition[here].last, let successor = rows[last].successor,
          Self.through(rows[last]) < Self.latest
        else { break }
        guard let next = positions[successor], let end = rowsOfPosition[next].last,
          Self.from(rows[rowsOfPosition[next][0]]) <= from, from <= Self.through(rows[end])
        else {
          throw .successorNotValid(code: codes[here], successor: successor, on: from)
        }
        here = next
      }
      reaches.append(UnitReach(spans: spans))
    }
    return reaches
  }

  private static func from(_ row: AdministrativeUnit) -> Day { row.validFrom ?? earliest }
  private static func through(_ row: AdministrativeUnit) -> Day { row.validThrough ?? latest }
}
