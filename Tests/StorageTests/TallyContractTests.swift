import Ledger
import Programmes
import Quantities
import Storage
import Testing

/// What every engine promises of tallies and contributions.
struct TallyContractTests {
  private func month(_ number: Int32) -> TallyPeriod { .month(Month(number: 24_264 + number)) }

  @Test(arguments: Engine.allCases) func `tallies add`(engine: Engine) throws {
    let opened = try engine.open()
    let key = Sample.tally("m.visits", "", "a", month(0))
    let part = Sample.tally("m.visits", "p", "a", month(0))
    try opened.project { $0.tallies = [key: 5, part: 7] }
    try opened.project { $0.tallies = [key: -2] }
    #expect(try opened.store.read { try $0.tally(key) } == 3)
    #expect(try opened.store.read { try $0.tally(part) } == 7)
    let unknown = Sample.tally("m.visits", "p", "b", month(0))
    #expect(try opened.store.read { try $0.tally(unknown) } == 0)
  }

  @Test(arguments: Engine.allCases) func `a tally that cancels out is not scanned`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let key = Sample.tally("m.visits", "", "a", month(0))
    let zero = Sample.tally("m.visits", "", "b", month(0))
    try opened.project { $0.tallies = [key: 5, zero: 0] }
    try opened.project { $0.tallies = [key: -5] }
    #expect(try opened.rows().isEmpty)
  }

  @Test(arguments: Engine.allCases) func `tallies of a unit come by period and part`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    try opened.project { batch in
      for number in Int32(0)..<4 {
        for part in ["乙", "", "甲"] {
          batch.tallies[Sample.tally("m.visits", part, "a", month(number))] = Int64(number) + 1
        }
      }
      batch.tallies[Sample.tally("m.visits", "", "b", month(1))] = 99
      batch.tallies[Sample.tally("m.other", "", "a", month(1))] = 99
      batch.tallies[Sample.tally("m.visits", "", "a", .day(Day(number: 19_000)))] = 99
      batch.tallies[Sample.tally("m.visits", "", "a", .year(2022))] = 99
    }
    try opened.store.read { (reader) throws in
      let rows = try reader.tallies(
        measure: "m.visits", unit: "a", from: month(1), to: month(2))
      #expect(rows.map(\.amount) == [2, 2, 2, 3, 3, 3])
      #expect(rows.map(\.key.part) == ["", "乙", "甲", "", "乙", "甲"])
      #expect(rows.map(\.key.period) == [1, 1, 1, 2, 2, 2].map { month($0) })
      let none = try reader.tallies(
        measure: "m.visits", unit: "a", from: month(2), to: month(1))
      #expect(none.isEmpty)
      let unknown = try reader.tallies(
        measure: "m.none", unit: "a", from: month(0), to: month(9))
      #expect(unknown.isEmpty)
    }
  }

  @Test(arguments: Engine.allCases) func `sums go over measures, units and periods`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    try opened.project { batch in
      for (index, unit) in ["a", "b", "c"].enumerated() {
        for number in Int32(0)..<3 {
          batch.tallies[Sample.tally("m.visits", "", unit, month(number))] = Int64(index) + 1
          batch.tallies[Sample.tally("m.works", "p", unit, month(number))] = 10
        }
      }
    }
    try opened.store.read { (reader) throws in
      let sums = try reader.sums(
        measures: ["m.visits", "m.works", "m.none"], units: ["a", "c", "nowhere"],
        from: month(0), to: month(1))
      let expected: Set = [
        TallySum(measure: "m.visits", part: "", unit: "a", amount: 2),
        TallySum(measure: "m.visits", part: "", unit: "c", amount: 6),
        TallySum(measure: "m.works", part: "p", unit: "a", amount: 20),
        TallySum(measure: "m.works", part: "p", unit: "c", amount: 20),
      ]
      #expect(Set(sums) == expected)
      #expect(sums.count == expected.count)
      let empty = try reader.sums(measures: [], units: ["a"], from: month(0), to: month(1))
      #expect(empty.isEmpty)
      let nowhere = try reader.sums(
        measures: ["m.visits"], units: [], from: month(0), to: month(1))
      #expect(nowhere.isEmpty)
      let backwards = try reader.sums(
        measures: ["m.visits"], units: ["a"], from: month(1), to: month(0))
      #expect(backwards.isEmpty)
    }
  }

  // MARK: Contributions

  @Test(arguments: Engine.allCases) func `the writer finds what a unit's own work moved`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let days = [18_000, 19_000, 19_001].map { TallyPeriod.day(Day(number: $0)) }
    try opened.project { batch in
      batch.contributions = Self.contributions
      for (index, day) in days.enumerated() {
        batch.tallies[Sample.tally("m.visits", "甲", "a", day)] = Int64(index) + 1
      }
      batch.tallies[Sample.tally("m.other", "", "a", days[1])] = 9
      batch.tallies[Sample.tally("m.visits", "甲", "b", days[1])] = 9
      batch.tallies[Sample.tally("m.visits", "甲", "a", month(0))] = 9
    }
    let writer = opened.writer
    let rows = try writer.tallies(unit: "a", from: days[1], to: .day(Day(number: .max)))
    #expect(Set(rows.map(\.key.measure)) == ["m.visits", "m.other"])
    #expect(rows.map(\.amount).sorted() == [2, 3, 9])
    let all = try writer.tallies(
      unit: "a", from: .day(Day(number: .min)), to: .day(Day(number: .max)))
    #expect(all.count == 4)
    #expect(try writer.tallies(unit: "nobody", from: days[0], to: days[2]).isEmpty)
    let moved = try writer.contributions(measure: "m.visits", unit: "a", from: Day(number: 10))
    #expect(moved.map(\.amount).sorted() == [3, 4, 16, 32])
    #expect(
      Set(moved)
        == Set(
          Self.contributions.filter {
            $0.measure == "m.visits" && $0.unit == "a" && $0.day.number >= 10
          }))
    let of = try writer.contributions(measure: "m.visits", unit: "b", from: Day(number: 10))
    #expect(of.map(\.member) == [Sample.record(1)])
    #expect(
      try writer.contributions(measure: "m.none", unit: "a", from: Day(number: 0)).isEmpty)
  }

  static let contributions = [
    Sample.contribution(day: 10, seq: 5, ordinal: 1, amount: 4),
    Sample.contribution(day: -3, seq: 9, amount: -2),
    Sample.contribution(day: 10, seq: 5, ordinal: 0, amount: 3),
    Sample.contribution(unit: "b", day: 10, seq: 4, amount: 8, member: Sample.record(1)),
    Sample.contribution(part: "p", day: 10, seq: 6, amount: 16),
    Sample.contribution(day: 11, seq: 1, amount: 32),
    Sample.contribution("m.other", day: 10, seq: 7, amount: 64),
    Sample.contribution(unit: "c", day: 10, seq: 2, amount: 128),
  ]

  private func query(
    part: String? = nil, units: [String] = ["a", "b"], from: Int32 = -3, to: Int32 = 11
  ) -> ContributionQuery {
    ContributionQuery(
      measure: "m.visits", part: part, units: units, from: Day(number: from), to: Day(number: to))
  }

  @Test(arguments: Engine.allCases) func `contributions come by day, entry and ordinal`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    try opened.project { $0.contributions = Self.contributions }
    try opened.store.read { (reader) throws in
      let all = try reader.contributions(query(), offset: 0, limit: 99)
      #expect(all.map(\.amount) == [-2, 8, 3, 4, 16, 32])
      #expect(all[1] == Self.contributions[3])
      for offset in 0...7 {
        let page = try reader.contributions(query(), offset: offset, limit: 2)
        #expect(page == Array(all.dropFirst(offset).prefix(2)))
      }
    }
  }

  @Test(arguments: Engine.allCases) func `totals agree with the list under every filter`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    try opened.project { $0.contributions = Self.contributions }
    let cases: [(ContributionQuery, [Int64])] = [
      (query(), [-2, 8, 3, 4, 16, 32]), (query(part: ""), [-2, 8, 3, 4, 32]),
      (query(part: "p"), [16]), (query(part: "none"), []), (query(units: ["c"]), [128]),
      (query(units: []), []), (query(units: ["nowhere"]), []), (query(from: 11), [32]),
      (query(to: -3), [-2]), (query(from: 10, to: 10), [8, 3, 4, 16]), (query(from: 12), []),
      (query(from: 11, to: 10), []),
      (
        ContributionQuery(
          measure: "m.none", part: nil, units: ["a"], from: Day(number: 0), to: Day(number: 9)),
        []
      ),
    ]
    try opened.store.read { (reader) throws in
      for (query, amounts) in cases {
        let rows = try reader.contributions(query, offset: 0, limit: 99)
        #expect(rows.map(\.amount) == amounts, "\(query)")
        let totals = try reader.contributionTotals(query)
        #expect(totals == (Int64(amounts.count), amounts.reduce(0, +)), "\(query)")
        for limit in 0...7 {
          let bounded = try reader.contributionTotals(query, atMost: limit)
          #expect(bounded?.count == (amounts.count <= limit ? totals.count : nil), "\(query)")
          #expect(bounded?.sum == (amounts.count <= limit ? totals.sum : nil), "\(query)")
          let first = try reader.firstContributions(query, limit: limit)
          #expect(first == Array(rows.prefix(limit)), "\(query), first \(limit)")
        }
      }
    }
  }
}
