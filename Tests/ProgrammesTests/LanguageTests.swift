import Programmes
import Quantities
import Testing

/// Features of the language that no bundled programme shows on its own.
@Suite struct LanguageTests {
  static let fund = """
    programme: fund
    version: 1
    title: { zh: 基金, en: Fund }
    records:
      pot:
        thing: { zh: 基金, en: pot }
        fields:
          name: { type: text, required: yes, title: { zh: 名, en: Name } }
        actions:
          begin:
            { from: new, to: open, by: office, title: { zh: 立, en: Begin }, fields: [name] }
      payment:
        case: { zh: 款, en: payment }
        about: pot
        fields:
          paid-on: { type: date, title: { zh: 日, en: Paid on } }
          amount:
            { type: money, min: 1, required: yes, level: P0, title: { zh: 额, en: Amount } }
        actions:
          pay-in:
            from: new
            to: done
            by: office
            title: { zh: 收, en: Pay in }
            require: [amount]
            fields: [paid-on]
            late: 31
          pay-out:
            from: new
            to: done
            by: office
            at: record
            title: { zh: 付, en: Pay out }
            fields: [amount!]
    measures:
      balance:
        title: { zh: 余额, en: Balance }
        of: payment
        sum: "amount"
        action: pay-in
        day: paid-on
        owner: pot
        in: 分
      spent:
        title: { zh: 已付, en: Spent }
        of: payment
        sum: "0 - amount"
        action: pay-out
        floor: -1000
        owner: pot
        level: P1
        in: 分
    """

  @Test func `a floor holds, and a flow may count on a day of its own`() throws {
    let district = District(try programmes(Self.fund))
    try district.submit(request("fund", "pot.begin", .new(id(1)), fields: ["name": .text("甲")]))
    let pot: [String: Subject] = ["pot": .existing(id(1), base: nil)]
    let decision = try district.submit(
      request(
        "fund", "payment.pay-in", .new(id(2)), records: pot,
        fields: ["amount": .text("10.00"), "paid-on": .text("2022-08-01")]))
    #expect(
      decision.deltas == [
        Delta(
          measure: "fund.balance", part: "", unit: "140213062001", day: day("2022-08-01"),
          amount: 1000, owner: id(1), member: nil, isOpen: true)
      ])
    func pay(_ number: Int, _ fen: Int64) throws {
      try district.submit(
        request(
          "fund", "payment.pay-out", .new(id(number)), records: pot,
          fields: ["amount": .integer(fen)]))
    }
    try pay(3, 600)
    #expect(refusal { try pay(4, 500) } == .floorPassed(measure: "fund.spent", limit: -1000))
    try pay(4, 400)
    #expect(district.balance(of: "fund.spent", owner: id(1)) == -1000)
    #expect(
      refusal {
        try district.submit(
          request(
            "fund", "payment.pay-in", .new(id(5)), records: pot,
            fields: ["amount": .integer(1)], on: "2022-08-27"))
      } == .dayOutOfRange(day("2022-08-27")))
  }

  @Test func `an old version is decided under its own rules`() throws {
    let second = Self.fund.replacing("version: 1", with: "version: 2")
      .replacing("min: 1,", with: "min: 100,")
    let set = try programmes(Self.fund, second)
    let district = District(set)
    #expect(set.latest("fund")?.version == 2)
    try district.submit(request("fund", "pot.begin", .new(id(1)), fields: ["name": .text("甲")]))
    let small = request(
      "fund", "payment.pay-in", .new(id(2)), records: ["pot": .existing(id(1), base: nil)],
      fields: ["amount": .integer(5)])
    let first = try #require(set.programme("fund", 1))
    let latest = try #require(set.programme("fund", 2))
    #expect(
      try decide(small, at: district.now, under: first, in: set, given: district).deltas.count
        == 1)
    #expect(
      refusal {
        _ = try decide(small, at: district.now, under: latest, in: set, given: district)
      }?.code == "field.invalid")
  }

  @Test func `programmes are checked against each other`() throws {
    let twice = Self.fund.replacing("programme: fund", with: "programme: other")
    do {
      _ = try programmes(Self.fund, twice)
      Issue.record("two programmes define one record")
    } catch let error as DefinitionErrors {
      #expect(
        error.errors.first?.description
          == "test1.yaml:5:3: error: the record \"pot\" is already defined by programme \"fund\"; "
          + "choose another name, or use its record")
    }
    let stranger = """
      programme: stranger
      version: 1
      title: { zh: 外, en: Stranger }
      measures:
        pots: { title: { zh: 数, en: Pots }, of: pot, count: records, in: 个 }
      """
    do {
      _ = try programmes(Self.fund, stranger)
      Issue.record("a record is used without uses")
    } catch let error as DefinitionErrors {
      #expect(
        error.description
          == "test1.yaml:5:43: error: \"pot\" belongs to programme \"fund\"; "
          + "add uses: [fund] at the top")
    }
    let friend = stranger.replacing("version: 1", with: "version: 1\nuses: [fund]")
    let district = District(try programmes(Self.fund, friend))
    try district.submit(request("fund", "pot.begin", .new(id(1)), fields: ["name": .text("甲")]))
    #expect(district.total("stranger.pots") == 1)
  }

  @Test func `a case stays with the thing it began on`() throws {
    let text = Self.fund.replacing("require: [amount]", with: "require: [amount]")
      .replacing("late: 31", with: "late: 31").replacing(
        "from: new\n        to: done\n        by: office\n        at: record",
        with: "from: done\n        by: office\n        at: record"
      )
      .replacing("fields: [amount!]", with: "fields: [amount!, pot]")
    let district = District(try programmes(text))
    for number in 1...2 {
      try district.submit(
        request("fund", "pot.begin", .new(id(number)), fields: ["name": .text("甲")]))
    }
    try district.submit(
      request(
        "fund", "payment.pay-in", .new(id(3)), records: ["pot": .existing(id(1), base: nil)],
        fields: ["amount": .integer(5)]))
    #expect(
      refusal {
        try district.submit(
          request(
            "fund", "payment.pay-out", .existing(id(3), base: nil),
            records: ["pot": .existing(id(2), base: nil)], fields: ["amount": .integer(5)]))
      }?.code == "field.invalid")
  }
}
