import Programmes
import Quantities
import Testing

/// Money: what leaves one account comes to another, and what was asked for stays beside what was
/// paid.
@Suite struct MutualAidTests {
  let district: District
  private static let fund = 1
  private static let members = 2
  private static let period = 3
  private static let person = 4

  init() throws {
    district = District(try bundled())
    for (number, name, side) in [(Self.fund, "互助资金", "fund"), (Self.members, "会员", "outside")] {
      try district.submit(
        request(
          "mutual-aid", "aid-account.open", .new(id(number)),
          fields: ["name": .text(name), "side": .text(side)], unit: "140213"))
    }
    try district.submit(
      request(
        "mutual-aid", "aid-period.announce", .new(id(Self.period)),
        fields: [
          "number": .integer(15), "fee": .integer(5_000), "from": .text("2021-01-01"),
          "to": .text("2022-12-31"), "claim-until": .text("2023-03-31"),
        ], unit: "140213"))
    try district.submit(
      request(
        "persons", "person.register", .new(id(Self.person)),
        fields: [
          "name": .text("王秀英"), "birth": .text("1950-03-01"),
          "residence": .text("140213062001"),
        ]))
  }

  private func sides(_ payer: Int, _ payee: Int) -> [String: Subject] {
    [
      "payer": .existing(id(payer), base: nil), "payee": .existing(id(payee), base: nil),
    ]
  }

  private func collect(_ number: Int, people: Int64, fen: Int64) throws {
    try district.submit(
      request(
        "mutual-aid", "aid-enrolment.collect", .new(id(number)),
        records: sides(Self.members, Self.fund)
          .merging(["period": .existing(id(Self.period), base: nil)]) { $1 },
        fields: [
          "work-unit": .text("第\(number)单位"), "people": .integer(people), "amount": .integer(fen),
        ], unit: "140213062"))
  }

  private func claim(_ number: Int, asked: Int64) throws {
    try district.submit(
      request(
        "mutual-aid", "aid-claim.submit", .new(id(number)),
        records: sides(Self.fund, Self.members).merging([
          "period": .existing(id(Self.period), base: nil),
          "person": .existing(id(Self.person), base: nil),
        ]) { $1 }, fields: ["asked": .integer(asked)]))
  }

  private func step(_ action: String, _ number: Int, _ fields: [String: Value] = [:]) throws {
    try district.submit(
      request("mutual-aid", "aid-claim.\(action)", .existing(id(number), base: nil), fields: fields)
    )
  }

  private func take() throws {
    try district.submit(
      request(
        "mutual-aid", "aid-period.take-effect", .existing(id(Self.period), base: nil),
        unit: "140213"))
  }

  private var fund: Int64 { district.balance(of: "mutual-aid.balance", owner: id(Self.fund)) }
  private var members: Int64 { district.balance(of: "mutual-aid.balance", owner: id(Self.members)) }

  @Test func `fees are the people times the fee, to the fen, and come from somewhere`() throws {
    #expect(refusal { try collect(10, people: 5_553, fen: 27_765_001) }?.code == "condition.failed")
    try collect(10, people: 5_553, fen: 27_765_000)
    #expect(fund == 27_765_000)
    #expect(members == -27_765_000)
    #expect(district.total("mutual-aid.balance") == 0)
    // Each side counts for the unit of its own account.
    #expect(district.total("mutual-aid.balance", part: "in", unit: "140213") == 27_765_000)
    #expect(district.total("mutual-aid.balance", part: "out", unit: "140213") == -27_765_000)
    #expect(district.set.measure("mutual-aid.balance")?.decimals == 2)
  }

  @Test func `asked, adjusted, approved and paid stand side by side, each with its reason`() throws
  {
    try collect(10, people: 100, fen: 500_000)
    try take()
    try claim(20, asked: 600_000)
    #expect(
      refusal { try step("review", 20, ["adjusted": .integer(550_000)]) }?.code
        == "condition.failed")
    try step(
      "review", 20, ["adjusted": .integer(550_000), "adjusted-reason": .text("扣除自费部分")])
    #expect(
      refusal { try step("approve", 20, ["approved": .integer(560_000)]) }?.code
        == "condition.failed")
    try step(
      "approve", 20, ["approved": .integer(300_000), "approved-reason": .text("单次封顶")])
    #expect(
      refusal { try step("send", 20, ["amount": .integer(299_999)]) }?.code == "condition.failed")
    try step("send", 20, ["amount": .integer(300_000)])
    // The bank sends it back once; nothing has been paid until it says so.
    try step("fail", 20, ["failure": .text("账号有误")])
    #expect(fund == 500_000)
    try step("send", 20, ["amount": .integer(300_000)])
    try step("pay", 20)
    #expect(fund == 200_000)
    #expect(members == -200_000)
    for (name, fen) in [
      ("asked", 600_000), ("adjusted", 550_000), ("approved", 300_000), ("paid", 300_000),
    ] { #expect(district.total("mutual-aid.amount-\(name)") == Int64(fen)) }
    #expect(district.total("mutual-aid.claims-open") == 0)
  }

  @Test func `a fund pays no more than it has, and an outside account has no limit`() throws {
    try collect(10, people: 1, fen: 5_000)
    try take()
    try claim(20, asked: 5_001)
    try step("review", 20, ["adjusted": .integer(5_001)])
    try step("approve", 20, ["approved": .integer(5_001)])
    try step("send", 20, ["amount": .integer(5_001)])
    let refused = refusal { try step("pay", 20) }
    #expect(refused == .floorPassed(measure: "mutual-aid.balance", limit: 0))
    #expect(
      refused?.message(in: .zh, naming: district.set, action: nil)
        == "余额不足：账户收支不得低于0.00，请减少数额。")
    #expect(fund == 5_000)
    // A subsidy of one fen makes it enough.
    try district.submit(
      request(
        "mutual-aid", "aid-posting.post", .new(id(30)), records: sides(Self.members, Self.fund),
        fields: ["amount": .integer(1), "purpose": .text("财政补助")], unit: "140213"))
    try step("pay", 20)
    #expect(fund == 0)
    #expect(district.total("mutual-aid.balance") == 0)
  }

  @Test func `an account pays nothing to itself`() throws {
    #expect(
      refusal {
        try district.submit(
          request(
            "mutual-aid", "aid-posting.post", .new(id(30)), records: sides(Self.fund, Self.fund),
            fields: ["amount": .integer(1), "purpose": .text("对转")], unit: "140213"))
      }
        == .conditionFailed(
          zh: "付出方和收入方不能是同一账户。", en: "The two sides of a posting must be two accounts."))
  }
}
