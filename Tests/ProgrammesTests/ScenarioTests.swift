import Programmes
import Quantities
import Testing

/// A short story for each bundled programme that has no suite of its own.
@Suite struct ScenarioTests {
  let district: District

  init() throws {
    district = District(try bundled())
  }

  func now(_ number: Int) -> Subject { .existing(id(number), base: nil) }

  @Test func `a unit founds itself below its parent and ends after it began`() throws {
    let fields: [String: Value] = [
      "code": .text("140213062003"), "name": .text("新华三社区"), "level": .text("community"),
      "parent": .text("140213062"), "from": .text("2021-06-09"),
    ]
    try district.submit(
      request("units", "unit.found", .new(id(1)), fields: fields, unit: "140213062003"))
    #expect(district.total("units.active", part: "community", unit: "140213062003") == 1)
    #expect(
      refusal {
        try district.submit(
          request("units", "unit.found", .new(id(2)), fields: fields, unit: "140213062"))
      } == .keyTaken(key: "unit.code", holder: id(1)))
    #expect(
      refusal {
        try district.submit(
          request("units", "unit.close", now(1), fields: ["to": .text("2021-01-01")]))
      }?.code == "condition.failed")
    try district.submit(
      request("units", "unit.close", now(1), fields: ["to": .text("2022-09-28")]))
    #expect(district.records[id(1)]?.state == "closed")
    #expect(district.total("units.active") == 0)
  }

  @Test func `the first unit of all has no parent, and others need one`() throws {
    district.units = []
    let fields: [String: Value] = [
      "code": .text("140213"), "name": .text("平城区"), "level": .text("district"),
      "from": .text("2018-02-09"),
    ]
    let found = request("units", "unit.found", .new(id(1)), fields: fields, unit: "140213")
    #expect(refusal { try district.submit(found) }?.code == "role.missing")
    district.grantsEverywhere = true
    try district.submit(found)
    let lost = fields.merging(["code": .text("9"), "level": .text("bureau")]) { $1 }
    #expect(
      refusal {
        try district.submit(request("units", "unit.found", .new(id(2)), fields: lost, unit: "9"))
      }?.code == "condition.failed")
  }

  @Test func `an account gets roles at units that exist`() throws {
    func roles(_ unit: String) -> Value {
      .list([["role": .text("worker"), "unit": .text(unit)]])
    }
    let fields: [String: Value] = ["login": .text("zhang"), "name": .text("张")]
    try district.submit(
      request(
        "accounts", "account.open", .new(id(1)),
        fields: fields.merging(["roles": roles("140213062001")]) { $1 }))
    #expect(
      refusal {
        try district.submit(
          request("accounts", "account.grant", now(1), fields: ["roles": roles("999")]))
      }?.code == "field.invalid")
    district.roles = ["worker"]
    #expect(
      refusal { try district.submit(request("accounts", "account.close", now(1))) }
        == .roleMissing(needed: ["admin", "system"]))
  }

  @Test func `a station is built, opened once, suspended, resumed and closed`() throws {
    try district.submit(
      request(
        "elder-station", "station.apply", .new(id(1)),
        fields: [
          "name": .text("新华助老站"), "community": .text("140213062001"), "beds": .integer(5),
        ], unit: "140213062"))
    #expect(
      refusal { try district.submit(request("elder-station", "station.open", now(1))) }
        == .wrongState(kind: "station", state: "applied", needed: ["built"]))
    try district.submit(
      request(
        "elder-station", "station.accept", now(1),
        fields: ["area": .text("300.5"), "beds": .integer(10), "meal-seats": .integer(40)],
        unit: "140213"))
    #expect(
      refusal { try district.submit(request("elder-station", "station.open", now(1))) }
        == .conditionFailed(zh: "请先填写运营方。", en: "Name the operator first."))
    let operate: [String: Value] = ["operator": .text("夕阳红")]
    try district.submit(request("elder-station", "station.open", now(1), fields: operate))
    let reason: [String: Value] = ["reason": .text("装修")]
    try district.submit(request("elder-station", "station.suspend", now(1), fields: reason))
    #expect(district.total("elder-station.stations-running") == 0)
    try district.submit(request("elder-station", "station.resume", now(1)))
    #expect(district.total("elder-station.stations-opened") == 1)
    #expect(district.total("elder-station.stations-built", unit: "140213062001") == 1)
    #expect(district.total("elder-station.stations-running", unit: "140213062001") == 1)
    #expect(district.total("elder-station.beds-running") == 10)
    try district.submit(request("elder-station", "station.close", now(1), fields: reason))
    #expect(district.total("elder-station.beds-running") == 0)
  }

  @Test func `a new vintage stands beside the old one`() throws {
    func report(_ number: Int, _ vintage: String) throws {
      try district.submit(
        request(
          "statistics", "return.report", .new(id(number)),
          fields: [
            "indicator": .text("gdp"), "period": .text("2022"), "form": .text("level"),
            "value": .text("503.8"), "measure-unit": .text("亿元"), "vintage": .text(vintage),
            "source": .text("政府工作报告"),
          ], on: "2020-01-10"))
    }
    try report(1, "flash")
    try report(2, "final")
    #expect(
      refusal { try report(3, "flash") } == .keyTaken(key: "return.figure", holder: id(1)))
    #expect(
      district.records[id(1)]?.value("value") == .decimal(Decimal64(mantissa: 5038, scale: 1)))
    try district.submit(
      request("statistics", "return.withdraw", now(1), fields: ["reason": .text("重复")]))
    #expect(district.total("statistics.reported") == 1)
  }

  @Test func `a target is adopted from a document and bound to its indicator`() throws {
    try district.submit(
      request(
        "documents", "document.store", .new(id(1)),
        fields: [
          "name": .text("2022年政府工作报告"), "digest": .text("ab12"), "kind": .text("report"),
          "text": .text("地区生产总值增长8%以上\n新增就业7700人以上"),
        ]))
    let target: [String: Value] = [
      "year": .integer(2022), "name": .text("地区生产总值"), "form": .text("growth"),
      "comparator": .text("at-least"),
      "places": .list([
        ["start": .integer(0), "end": .integer(12), "quote": .text("地区生产总值增长8%以上")]
      ]),
    ]
    func adopt(_ number: Int, _ more: [String: Value]) throws {
      try district.submit(
        request(
          "targets", "target.adopt-unbound", .new(id(number)), records: ["document": now(1)],
          fields: target.merging(more) { $1 }))
    }
    #expect(refusal { try adopt(2, [:]) }?.code == "condition.failed")
    try adopt(2, ["value": .text("8")])
    #expect(
      refusal { try adopt(3, ["value": .text("8")]) }
        == .keyTaken(key: "target.printed", holder: id(2)))
    try district.submit(
      request("targets", "target.bind", now(2), fields: ["indicator": .text("gdp")]))
    #expect(district.records[id(2)]?.state == "adopted")
    #expect(
      refusal {
        try district.submit(
          request("targets", "target.set-tolerance", now(2), fields: ["tolerance": .text("0.5")]))
      }?.code == "condition.failed")
    #expect(district.total("targets.adopted", part: "growth") == 1)
  }

  @Test func `a definition is published once for each version`() throws {
    func publish(_ number: Int) throws {
      try district.submit(
        request(
          "programmes", "programme.publish", .new(id(number)),
          fields: [
            "name": .text("premises"), "version": .integer(1), "digest": .text("ff"),
            "text": .text("programme: premises"),
          ]))
    }
    try publish(1)
    #expect(
      refusal { try publish(2) } == .keyTaken(key: "programme.version", holder: id(1)))
  }
}
