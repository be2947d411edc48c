import Programmes
import Quantities
import Testing

/// Every refusal has a code of its own, a status, and words in both languages.
@Suite struct RefusalTests {
  static let all: [Refusal] = [
    .busy(retrySeconds: 3), .idReused(seq: 4), .programmeUnknown("x"),
    .actionUnknown(programme: "x", action: "y"), .unitUnknown("1"),
    .unitEnded("1", last: day("2022-03-01"), successor: "2"),
    .dayOutOfRange(day("2022-01-01")), .recordUnknown(kind: "premises", id: id(1)),
    .recordExists(kind: "premises", id: id(1)),
    .recordOfOtherKind(expected: "premises", found: "person"), .roleMissing(needed: ["worker"]),
    .stale(kind: "premises", base: 1, current: 2),
    .wrongState(kind: "inspection", state: "closed", needed: ["rectifying"]), .fieldUnknown("x"),
    .fieldMissing("premises.keeper"),
    .fieldInvalid("hazards", reason: "is bad", reasonZh: "有误"),
    .conditionFailed(zh: "不行", en: "no"), .keyTaken(key: "premises.licence", holder: id(1)),
    .ceilingReached(measure: "test-booking.booked-in-session", limit: 2),
    .floorPassed(measure: "x.y", limit: 0), .overflow("x"), .tooLarge(bytes: 2, limit: 1),
    .unitUnchangeable(zh: "不行。", en: "No."),
  ]

  @Test func `codes are unique and statuses are errors`() {
    #expect(Set(Self.all.map(\.code)).count == Self.all.count)
    #expect(Self.all.allSatisfy { (400...503).contains($0.httpStatus) })
  }

  @Test(arguments: all) func `each has words in both languages`(refusal: Refusal) throws {
    let set = try bundled()
    let zh = refusal.message(in: .zh, naming: set, action: "inspection.inspect")
    let en = refusal.message(in: .en, naming: nil, action: nil)
    #expect(zh.unicodeScalars.contains { $0.value >= 0x4E00 })
    #expect(!en.unicodeScalars.contains { $0.value >= 0x4E00 })
  }

  @Test func `titles stand for names`() throws {
    let set = try bundled()
    #expect(
      Refusal.fieldMissing("premises.keeper").message(
        in: .zh, naming: set, action: "inspection.inspect") == "缺“场所 · 经营者”，请补填。")
    #expect(
      Refusal.keyTaken(key: "premises.licence", holder: id(1)).message(
        in: .zh, naming: set, action: nil) == "已有记录使用相同的统一社会信用代码，请先查找，可能就是同一条。")
    #expect(
      Refusal.roleMissing(needed: ["worker", "lead"]).message(
        in: .en, naming: set, action: nil)
        == "You may not do this here; it needs Community worker or Subdistrict lead. "
        + "Ask whoever manages your account.")
  }

  /// Rows by descending precedence: each request has this fault and all those below it.
  @Test func `the first case that applies is the one thrown`() throws {
    let district = District(try bundled())
    district.roles = []
    func refused(
      programme: String = "premises", action: String = "premises.close", unit: String = "0",
      on: String = "2030-01-01", subject: Subject = .existing(id(9), base: 7)
    ) -> String? {
      refusal {
        try district.submit(
          request(
            programme, action, subject, fields: ["bad": .truth(true)], on: on, unit: unit))
      }?.code
    }
    #expect(refused(programme: "none") == "programme.unknown")
    #expect(refused(action: "premises.none") == "action.unknown")
    #expect(refused() == "unit.unknown")
    #expect(refused(unit: "140213") == "day.out-of-range")
    #expect(refused(unit: "140213", on: "2022-09-28") == "record.unknown")
    let record = Record(
      id: id(9), kind: "premises", version: 1, state: "closed", unit: "140213", facts: [:])
    district.records[id(9)] = record
    #expect(refused(unit: "140213", on: "2022-09-28", subject: .new(id(9))) == "record.exists")
    #expect(refused(unit: "140213", on: "2022-09-28") == "role.missing")
    district.roles = ["lead"]
    #expect(refused(unit: "140213", on: "2022-09-28") == "record.stale")
    let current = Subject.existing(id(9), base: 1)
    #expect(refused(unit: "140213", on: "2022-09-28", subject: current) == "record.wrong-state")
    district.records[id(9)]?.state = "registered"
    #expect(refused(unit: "140213", on: "2022-09-28", subject: current) == "field.unknown")
  }
}
