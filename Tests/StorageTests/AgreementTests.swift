import Ledger
import Programmes
import Quantities
import Storage
import Testing

/// The engine in memory is the plainest statement of the contract; the others must say the same
/// after any batches.
struct AgreementTests {
  @Test(arguments: [1, 2, 3] as [UInt64], Engine.allCases.filter { $0 != .memory })
  func `engines agree after any batches`(seed: UInt64, engine: Engine) throws {
    let memory = try Engine.memory.open()
    let other = try engine.open()
    var generator = BatchGenerator(seed: seed)
    for _ in 0..<25 {
      let batch = generator.next()
      try memory.projector.project(batch)
      try other.projector.project(batch)
    }
    let rows = try memory.rows()
    let found = try other.rows()
    #expect(rows.count > 100, "seed \(seed): too little to compare")
    #expect(Set(rows) == Set(found), "seed \(seed)")
    #expect(found.count == Set(found).count, "seed \(seed): a row was seen twice")
    for row in rows { try lookUp(row, in: other, seed) }
    try compareQueries(memory, other, seed)
  }

  /// Every row that the scan gives is found by its key, on both sides of the store.
  private func lookUp(_ row: ProjectionRow, in opened: OpenStore, _ seed: UInt64) throws {
    try opened.store.read { try lookUp(row, on: opened.writer, and: $0, "seed \(seed)") }
  }

  private func lookUp(
    _ row: ProjectionRow, on writer: any StoreWriter, and reader: any StoreReader,
    _ note: Comment
  ) throws {
    switch row {
    case .record(let row):
      #expect(try writer.record(row.record.id) == row, note)
      #expect(try reader.record(row.record.id) == row, note)
    case .key(let key, let holder):
      #expect(try writer.holder(key) == holder, note)
      #expect(try reader.holder(key) == holder, note)
    case .balance(let key, let amount):
      #expect(try writer.balance(key) == amount, note)
      #expect(try reader.balance(key) == amount, note)
    case .tally(let tally): #expect(try reader.tally(tally.key) == tally.amount, note)
    case .member(let key, let counts):
      #expect(try reader.members([key]) == [key: counts], note)
    case .tile(let tile):
      #expect(try writer.tile(level: tile.level, index: tile.index) == tile.hashes, note)
      #expect(try reader.tile(level: tile.level, index: tile.index) == tile.hashes, note)
    case .contribution: break
    }
  }

  private func compareQueries(
    _ memory: OpenStore, _ other: OpenStore, _ seed: UInt64
  ) throws {
    let note: Comment = "seed \(seed)"
    for measure in BatchGenerator.measures {
      for part in [nil, "", "甲"] as [String?] {
        let query = ContributionQuery(
          measure: measure, part: part, units: ["a", "b"], from: Day(number: -2),
          to: Day(number: 4))
        let expected = try memory.store.read {
          try $0.contributions(query, offset: 3, limit: 20)
        }
        let found = try other.store.read { try $0.contributions(query, offset: 3, limit: 20) }
        #expect(found == expected, note)
        let first = try memory.store.read { try $0.firstContributions(query, limit: 7) }
        #expect(try other.store.read { try $0.firstContributions(query, limit: 7) } == first, note)
        let totals = try memory.store.read { try $0.contributionTotals(query) }
        #expect(try other.store.read { try $0.contributionTotals(query) } == totals, note)
      }
      let from = TallyPeriod.day(Day(number: -1))
      let to = TallyPeriod.day(Day(number: 3))
      let tallies = try memory.store.read {
        try $0.tallies(measure: measure, unit: "a", from: from, to: to)
      }
      let found = try other.store.read {
        try $0.tallies(measure: measure, unit: "a", from: from, to: to)
      }
      #expect(found == tallies, note)
    }
    let sums = try [memory, other].map { opened in
      try opened.store.read {
        try $0.sums(
          measures: BatchGenerator.measures, units: ["a", "c"],
          from: .day(Day(number: -1)), to: .day(Day(number: 3)))
      }
    }
    #expect(Set(sums[0]) == Set(sums[1]), note)
    #expect(sums[0].count == sums[1].count, note)
    let cells = try [memory, other].map { opened in
      try opened.store.read {
        try $0.cells(
          measures: ["m.visits", "n.visits", "never"], units: ["a", "c", "never"],
          from: .day(Day(number: -1)), to: .day(Day(number: 3)))
      }
    }
    #expect(!cells[0].isEmpty, note)
    #expect(Set(cells[0]) == Set(cells[1]), note)
    #expect(cells[0].count == cells[1].count, note)
  }
}

/// Made-up batches over few names, so that rows meet again.
struct BatchGenerator {
  static let measures = ["m.visits", "m.people", "n.visits"]
  private static let parts = ["", "甲", "乙"]
  private static let units = ["a", "b", "c"]

  private var random: SeededGenerator
  private var through: Int64 = 0

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func next() -> ProjectionBatch {
    through += 1
    var batch = ProjectionBatch(from: through - 1, through: through)
    for ordinal in Int32(0)..<10 {
      let thing = Sample.record(below(12))
      let measure = one(of: Self.measures)
      let period = TallyPeriod.day(Day(number: Int32(below(8)) - 3))
      batch.records[thing] = row(thing)
      let key = KeyRow(name: "premises.licence", value: [UInt8(below(9))])
      batch.keys[key] = .some(below(3) == 0 ? nil : thing)
      batch.balances[BalanceKey(measure: measure, owner: thing)] = amount()
      let tally = Sample.tally(measure, one(of: Self.parts), one(of: Self.units), period)
      batch.tallies[tally] = amount()
      let member = MemberKey(
        measure: measure, part: one(of: Self.parts), period: period, thing: thing)
      batch.members[member] = below(3) == 0 ? [:] : [one(of: Self.units): amount()]
      batch.contributions.append(
        Sample.contribution(
          measure, part: one(of: Self.parts), unit: one(of: Self.units),
          day: Int32(below(8)) - 3, seq: through, ordinal: ordinal, amount: amount(),
          member: below(2) == 0 ? thing : nil))
      let hashes = [UInt8](repeating: UInt8(below(255)), count: 32 * below(4))
      batch.tiles.append(TileRow(level: below(2), index: Int64(below(9)), hashes: hashes))
    }
    return batch
  }

  private mutating func row(_ id: RecordID) -> RecordRow {
    let isSealed = below(2) == 0
    var facts: Facts = ["count": Fact(content: .plain(.integer(amount())), seq: through)]
    if isSealed { facts["phone"] = Fact(content: .sealed, seq: through) }
    return RecordRow(
      record: Record(
        id: id, kind: "premises", version: UInt32(through), state: one(of: ["open", "closed"]),
        unit: one(of: Self.units), facts: facts),
      keyNumber: isSealed ? through : nil,
      blindKeys: isSealed ? ["premises.phone": [UInt8(below(255))]] : [:],
      history: Array(through...through + Int64(below(3))))
  }

  private mutating func below(_ end: Int) -> Int { Int.random(in: 0..<end, using: &random) }

  private mutating func amount() -> Int64 { Int64(below(7)) - 3 }

  private mutating func one(of names: [String]) -> String { names[below(names.count)] }
}
