import Ledger
import Programmes
import Quantities
import Storage
import Testing

/// What every engine promises of records, keys, balances, members and tiles.
struct ProjectionContractTests {
  /// One fact of every type, and a sealed one.
  static let facts: Facts = [
    "name": Fact(content: .plain(.text("平城区 \u{0} é")), seq: 0),
    "empty": Fact(content: .plain(.text("")), seq: 1),
    "count": Fact(content: .plain(.integer(.min)), seq: 2),
    "area": Fact(content: .plain(.decimal(Decimal64(mantissa: -12_50, scale: 2))), seq: 300),
    "since": Fact(content: .plain(.day(Day(number: -1))), seq: .max),
    "open": Fact(content: .plain(.truth(false)), seq: 5),
    "keeper": Fact(content: .plain(.record(Sample.record(8))), seq: 6),
    "site": Fact(content: .plain(.place(latitude: 40_076_000, longitude: -1)), seq: 7),
    "items": Fact(content: .plain(.list([["a": .integer(1)], [:]])), seq: 8),
    "phone": Fact(content: .sealed, seq: 9),
  ]

  @Test(arguments: Engine.allCases) func `a record comes back as it was written`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    var content = Sample.row(1, facts: Self.facts).content
    content.keyNumber = 0
    content.blindKeys = ["premises.phone": [0, 255], "premises.none": []]
    content.history = [0, 1, 128, 1_000_000, .max]
    var row = RecordRow(content)
    try opened.project { $0.records[row.record.id] = row }
    #expect(try opened.writer.record(row.record.id) == row)
    #expect(try opened.store.read { try $0.record(row.record.id) } == row)
    content.record.version = .max
    content.record.state = "closed"
    content.record.facts = [:]
    content.keyNumber = nil
    content.blindKeys = [:]
    content.history = []
    row = RecordRow(content)
    try opened.project { $0.records[row.record.id] = row }
    #expect(try opened.writer.record(row.record.id) == row)
    #expect(try opened.store.read { try $0.record(row.record.id) } == row)
    #expect(try opened.writer.record(Sample.record(2)) == nil)
    #expect(try opened.store.read { try $0.record(Sample.record(2)) } == nil)
    #expect(try opened.rows() == [.record(row)])
  }

  @Test(arguments: Engine.allCases) func `records read beside are those that the writer reads`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let reader = try opened.writer.makeRecordReader()
    guard let reader else {
      #expect(engine == .memory, "the other engines read beside")
      return
    }
    var row = Sample.row(1, facts: Self.facts)
    try opened.project { batch in
      for number in 2...9 { batch.records[Sample.record(number)] = Sample.row(number) }
      batch.records[row.record.id] = row
    }
    let ids = [1, 5, 20, 9, 30].map(Sample.record)
    func read() throws -> [RecordID: RecordRow] {
      try reader.beginLooking()
      defer { reader.endLooking() }
      return try reader.records(ids)
    }
    #expect(try Set(read().keys) == Set([1, 5, 9].map(Sample.record)))
    for (id, found) in try read() { #expect(try opened.writer.record(id) == found) }
    #expect(try reader.records([]).isEmpty)
    // What is written between two lookings is seen in the second.
    var content = row.content
    content.record.version += 1
    row = RecordRow(content)
    try opened.project { $0.records[row.record.id] = row }
    #expect(try read()[row.record.id] == row)
  }

  @Test(arguments: Engine.allCases) func `records of a kind come in pages by id`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    try opened.project { batch in
      for number in [5, 300, 1, 70_000, 2] {
        batch.records[Sample.record(number)] = Sample.row(number)
      }
      batch.records[Sample.record(3)] = Sample.row(3, kind: "person")
    }
    let ids = [1, 2, 5, 300, 70_000].map(Sample.record)
    #expect(try opened.writer.records(kind: "premises") == ids)
    #expect(try opened.writer.records(kind: "person") == [Sample.record(3)])
    #expect(try opened.writer.records(kind: "nothing").isEmpty)
    func page(_ after: RecordID?, _ limit: Int, kind: String = "premises") throws -> [RecordID] {
      try opened.store.read { (reader) throws in
        try reader.records(kind: kind, after: after, limit: limit).map(\.record.id)
      }
    }
    #expect(try page(nil, 2) == Array(ids[..<2]))
    #expect(try page(ids[1], 2) == Array(ids[2..<4]))
    #expect(try page(ids[3], 2) == Array(ids[4...]))
    #expect(try page(ids[4], 2).isEmpty)
    #expect(try page(Sample.record(4), 9) == Array(ids[2...]))
    #expect(try page(nil, 9, kind: "nothing").isEmpty)
  }

  @Test(arguments: Engine.allCases) func `keys are taken, moved and given up`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let licence = KeyRow(name: "premises.licence", value: Array("晋-1".utf8))
    let empty = KeyRow(name: "premises.licence", value: [])
    let other = KeyRow(name: "premises.phone", value: licence.value)
    func holders(_ key: KeyRow) throws -> [RecordID?] {
      [try opened.writer.holder(key), try opened.store.read { try $0.holder(key) }]
    }
    #expect(try holders(licence) == [nil, nil])
    try opened.project { batch in
      batch.keys[licence] = .some(Sample.record(1))
      batch.keys[empty] = .some(Sample.record(2))
    }
    #expect(try holders(licence) == [Sample.record(1), Sample.record(1)])
    #expect(try holders(empty) == [Sample.record(2), Sample.record(2)])
    #expect(try holders(other) == [nil, nil])
    try opened.project { $0.keys[licence] = .some(Sample.record(3)) }
    #expect(try holders(licence) == [Sample.record(3), Sample.record(3)])
    try opened.project { $0.keys[licence] = .some(nil) }
    #expect(try holders(licence) == [nil, nil])
    #expect(try opened.rows() == [.key(empty, holder: Sample.record(2))])
  }

  @Test(arguments: Engine.allCases) func `keys of a name come in the order of their bytes`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let values: [[UInt8]] = [[], [0], [0, 0], [1, 255], [2], [200]]
    try opened.project { batch in
      for (number, value) in values.enumerated().reversed() {
        batch.keys[KeyRow(name: "a@due", value: value)] = .some(Sample.record(number))
        batch.keys[KeyRow(name: "b@due", value: value)] = .some(Sample.record(100 + number))
      }
    }
    func holders(before end: [UInt8], _ limit: Int, of name: String = "a@due") throws -> [RecordID]
    {
      try opened.store.read { reader in
        try reader.keys(named: name, before: end, limit: limit).map(\.holder)
      }
    }
    #expect(try holders(before: [200, 1], 9) == (0...5).map(Sample.record))
    #expect(try holders(before: [2], 9) == (0...3).map(Sample.record))
    #expect(try holders(before: [2], 2) == (0...1).map(Sample.record))
    #expect(try holders(before: [0], 9, of: "b@due") == [Sample.record(100)])
    #expect(try holders(before: [], 9).isEmpty)
    #expect(try holders(before: [2], 9, of: "c@due").isEmpty)
  }

  @Test(arguments: Engine.allCases) func `balances are absolute`(engine: Engine) throws {
    let opened = try engine.open()
    let key = BalanceKey(measure: "m.places", owner: Sample.record(1))
    let other = BalanceKey(measure: "m.places", owner: Sample.record(2))
    #expect(try opened.writer.balance(key) == 0)
    try opened.project { $0.balances = [key: 5, other: -3] }
    try opened.project { $0.balances = [key: 4] }
    #expect(try opened.writer.balance(key) == 4)
    #expect(try opened.store.read { try $0.balance(key) } == 4)
    #expect(try opened.store.read { try $0.balance(other) } == -3)
    let unknown = BalanceKey(measure: "m.unknown", owner: Sample.record(1))
    #expect(try opened.writer.balance(unknown) == 0)
    #expect(try opened.store.read { try $0.balance(unknown) } == 0)
    #expect(try opened.rows().count == 2)
  }

  @Test(arguments: Engine.allCases) func `members keep counts by unit until nothing is left`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let month = MemberKey(
      measure: "m.people", part: "", period: .month(Month(number: 24_264)),
      thing: Sample.record(1))
    let year = MemberKey(
      measure: "m.people", part: "", period: .year(2022), thing: Sample.record(1))
    let unknown = MemberKey(
      measure: "m.nobody", part: "", period: .year(2022), thing: Sample.record(1))
    func members() throws -> [MemberKey: MemberCounts] {
      let keys = [unknown, year, month]
      let found = try opened.projector.members(keys)
      #expect(try opened.store.read { try $0.members(keys) } == found)
      return found
    }
    #expect(try members() == [:])
    try opened.project { $0.members = [month: ["p/a": 2, "p/乙": -1], year: ["p/a": 300]] }
    #expect(try members() == [month: ["p/a": 2, "p/乙": -1], year: ["p/a": 300]])
    try opened.project { $0.members = [month: ["p/a": 1]] }
    #expect(try members() == [month: ["p/a": 1], year: ["p/a": 300]])
    try opened.project { $0.members = [month: [:]] }
    #expect(try members() == [year: ["p/a": 300]])
    #expect(try opened.rows() == [.member(year, counts: ["p/a": 300])])
  }

  @Test(arguments: Engine.allCases) func `a tile fills up in its place`(engine: Engine) throws {
    let opened = try engine.open()
    let one = [UInt8](repeating: 1, count: 32)
    try opened.project { $0.tiles = [TileRow(level: 0, index: 1, hashes: one)] }
    try opened.project { batch in
      batch.tiles = [
        TileRow(level: 0, index: 1, hashes: one + one), TileRow(level: 1, index: 1, hashes: one),
      ]
    }
    #expect(try opened.writer.tile(level: 0, index: 1) == one + one)
    #expect(try opened.store.read { try $0.tile(level: 0, index: 1) } == one + one)
    #expect(try opened.store.read { try $0.tile(level: 1, index: 1) } == one)
    #expect(try opened.writer.tile(level: 1, index: 0) == nil)
    #expect(try opened.store.read { try $0.tile(level: 2, index: 1) } == nil)
  }

  @Test(arguments: Engine.allCases) func `a reader sees one state while batches are written`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let key = BalanceKey(measure: "m.places", owner: Sample.record(1))
    try opened.writer.append(Sample.truth(0, 1))
    try opened.project { $0.balances = [key: 1] }
    try opened.store.read { (reader) throws in
      // Written before the reader's first question, so that its state must be from its beginning.
      try opened.writer.append(Sample.truth(1, 2))
      try opened.project { $0.balances = [key: 2] }
      #expect(try reader.through() == 1)
      #expect(try reader.balance(key) == 1)
      #expect(try reader.checkpoint(upTo: try reader.through())?.size == 1)
      try opened.project { $0.balances = [key: 3] }
      #expect(try reader.balance(key) == 1)
      #expect(try reader.through() == 1)
    }
    #expect(try opened.store.read { try $0.balance(key) } == 3)
    #expect(try opened.store.read { try $0.through() } == 3)
    #expect(try opened.writer.through() == 3)
  }
}
