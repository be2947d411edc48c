// A fund gives no more back than it has, whichever way it would be asked to.

import Ledger
import Programmes
import Quantities
import Registry
import Testing

@Suite struct MoneyTests {
  private static let fund: UInt64 = 10
  private static let members: UInt64 = 11
  private static let period: UInt64 = 12

  private func record(_ number: UInt64) -> RecordID { RecordID(high: 2, low: number) }

  private func request(
    _ number: UInt64, _ programme: String, _ action: String, _ subject: Subject,
    _ fields: [String: Value] = [:], amends: Amendment? = nil
  ) -> Request {
    Request(
      id: EntryID(high: 1, low: number), on: Fixture.firstDay, actor: .system, unit: "140213",
      programme: programme, action: action, subject: subject, records: [:], fields: fields,
      amends: amends)
  }

  /// Submits one request; gives the place of its entry.
  @discardableResult
  private func submit(_ opened: Fixture.Opened, _ request: Request) throws -> Int64 {
    switch try opened.registry.submit(batch: [(at: nil, request: request)]).first {
    case .accepted(let acceptance)?: return acceptance.receipt.seq
    case .refused(let refusal)?: throw refusal
    case nil: return -1
    }
  }

  private func collect(
    _ number: UInt64, people: Int64, amends: Amendment? = nil
  ) -> Request {
    request(
      number, "mutual-aid", "aid-enrolment.collect",
      amends == nil ? .new(record(20)) : .existing(record(20), base: nil),
      [
        "period": .record(record(Self.period)), "payer": .record(record(Self.members)),
        "payee": .record(record(Self.fund)), "work-unit": .text("第一单位"),
        "people": .integer(people), "amount": .integer(people * 5_000),
      ], amends: amends)
  }

  private func pay(_ number: UInt64, from payer: UInt64, to payee: UInt64, fen: Int64) -> Request {
    request(
      number, "mutual-aid", "aid-posting.post", .new(record(number)),
      [
        "payer": .record(record(payer)), "payee": .record(record(payee)), "amount": .integer(fen),
        "purpose": .text("演示"),
      ])
  }

  private func opened() throws -> Fixture.Opened {
    let opened = try Fixture.open(.memory)
    let day = Value.day(Fixture.firstDay)
    try submit(
      opened,
      request(
        1, "units", "unit.found", .new(record(1)),
        [
          "code": .text("140213"), "name": .text("演示区"), "level": .text("district"), "from": day,
        ]))
    for (number, name, side) in [(Self.fund, "资金", "fund"), (Self.members, "会员", "outside")] {
      try submit(
        opened,
        request(
          number, "mutual-aid", "aid-account.open", .new(record(number)),
          ["name": .text(name), "side": .text(side)]))
    }
    try submit(
      opened,
      request(
        Self.period, "mutual-aid", "aid-period.announce", .new(record(Self.period)),
        [
          "number": .integer(1), "fee": .integer(5_000), "from": day, "to": day,
          "claim-until": day,
        ]))
    return opened
  }

  private let floor = Refusal.floorPassed(measure: "mutual-aid.balance", limit: 0)

  /// Whether the fund has so much and no more: a fen more cannot be paid.
  private func expectFund(_ opened: Fixture.Opened, has fen: Int64) throws {
    for (number, more) in [(90 + UInt64(fen), Int64(1)), (50_000 + UInt64(fen), 1_000)] {
      #expect(throws: floor) {
        try submit(opened, pay(number, from: Self.fund, to: Self.members, fen: fen + more))
      }
    }
    guard fen > 0 else { return }
    let seq = try submit(
      opened, pay(100_000 + UInt64(fen), from: Self.fund, to: Self.members, fen: fen))
    try submit(
      opened,
      request(
        200_000 + UInt64(fen), "mutual-aid", "aid-posting.post",
        .existing(record(100_000 + UInt64(fen)), base: nil),
        amends: Amendment(seq: seq, manner: .void, reason: "试算")))
  }

  @Test func `what came into a fund and was paid out cannot be voided or made less`() throws {
    let opened = try opened()
    let seq = try submit(opened, collect(20, people: 2))
    try submit(opened, pay(30, from: Self.fund, to: Self.members, fen: 6_000))
    let void = request(
      40, "mutual-aid", "aid-enrolment.collect", .existing(record(20), base: nil),
      amends: Amendment(seq: seq, manner: .void, reason: "重复到账"))
    #expect(throws: floor) { try submit(opened, void) }
    let less = Amendment(seq: seq, manner: .correct, reason: "少一人")
    #expect(throws: floor) { try submit(opened, collect(41, people: 1, amends: less)) }
    try expectFund(opened, has: 4_000)
    // More is no trouble, nor is less once the fund has it.
    try submit(opened, collect(42, people: 3, amends: less))
    try expectFund(opened, has: 9_000)
    try submit(opened, collect(43, people: 2, amends: less))
    try submit(opened, pay(31, from: Self.members, to: Self.fund, fen: 6_000))
    try submit(opened, void)
    try expectFund(opened, has: 0)
    let report = try opened.registry.read { try $0.audit(decides: true, progress: { _ in }) }
    #expect(report.findings == [])
  }
}
