// An arrival is decided under the version of its programme that it was made under, while that is
// open for arrivals; afterwards it goes back, with what has changed.

import Ledger
import Programmes
import Quantities
import Registry
import Testing

@Suite struct ArrivalVersionTests {
  private static let milliseconds: Int64 = 86_400_000

  /// A village whose programme of premises has had a third version since day 9.
  private func village(_ changes: KeyValuePairs<String, String> = [:]) throws -> Village {
    let village = try Village()
    try village.publishHall(changes)
    return village
  }

  private func set(_ village: Village, day: Int) {
    village.town.opened.clock.set(milliseconds: Town.day(day).startMilliseconds)
  }

  @Test func `an older form is taken as long as its version is open`() throws {
    let village = try village()
    let bar: [String: Value] = ["category": .text("net-bar")]
    set(village, day: 39)
    village.town.opened.clock.set(
      milliseconds: village.town.opened.clock.milliseconds() - 1)
    let statuses = try village.registry.receive([
      village.update(1, made: 10, version: 2, bar),
      village.update(2, shop: 1, made: 11, version: 3, bar),
      village.update(3, shop: 1, made: 12, ["hall": .truth(true)]),
      village.update(4, shop: 1, made: 13, version: 7, ["gas": .text("none")]),
    ])
    guard case .entered(let seq) = statuses[0], case .conflict("field.invalid", _) = statuses[1],
      case .entered = statuses[2], case .conflict("programme.unknown", _) = statuses[3]
    else {
      Issue.record("\(statuses)")
      return
    }
    #expect(try village.registry.read { try $0.entry(seq)?.programmeVersion } == 2)
    #expect(try village.fact("category") == .text("net-bar"))
    set(village, day: 39)
    let late = try village.registry.receive([
      village.update(5, made: 20, version: 2, ["name": .text("晚到")])
    ])
    #expect(late == [.conflict(code: "arrival.version-closed", against: "premises @2 < @3")])
    try village.town.audit()
  }

  @Test func `what goes back says in words what has changed, and can be insisted on`() throws {
    let village = try village([
      "        from: registered\n        by: [worker, lead, enforcement, bureau, system]":
        """
              from: registered
              by: [worker, lead, enforcement, bureau, system]
              when: { if: "hall is not empty", zh: 请填写有无大厅。, en: Say if there is a hall. }
      """
    ])
    set(village, day: 60)
    _ = try village.registry.receive([
      village.update(1, base: 1, made: 10, version: 2, ["name": .text("新字号")])
    ])
    let conflict = try #require(try village.registry.read { try $0.arrivalConflicts() }.first)
    #expect(
      conflict.differences.map(\.zh) == [
        "场所：“类别”取消选项“小网吧”。", "场所：新增“有无大厅”。", "场所：“建档”可填“有无大厅”。",
        "场所：“更新”可填“有无大厅”。", "场所：“更新”新增一项要求（请填写有无大厅）。",
      ])
    #expect(
      conflict.differences.last?.en
        == "premises: \"Update\" has a new rule (Say if there is a hall).")
    _ = try village.settle(1, "insist", ["insisted": .truth(true)], serial: 1)
    #expect(try village.conflicts() == [village.id(1): "condition.failed"])
    try village.enter(
      "premises", "premises.update", .existing(village.shop(0), base: nil), ["hall": .truth(true)])
    _ = try village.settle(1, "drop", serial: 2)
    _ = try village.settle(1, "reopen", serial: 3)
    #expect(try village.fact("name") == .text("新字号"))
    try village.town.audit()
  }

  @Test func `each version says how long the ones before it stay open`() throws {
    let village = try village(["version: 3\n": "version: 3\noverlap: 2\n"])
    set(village, day: 10)
    let name: [String: Value] = ["name": .text("新字号")]
    let gas: [String: Value] = ["gas": .text("none")]
    let early = try village.registry.receive([village.update(1, made: 10, version: 2, name)])
    set(village, day: 11)
    let late = try village.registry.receive([village.update(2, made: 11, version: 2, gas)])
    guard case .entered = early[0], case .conflict("arrival.version-closed", _) = late[0] else {
      Issue.record("\(early) \(late)")
      return
    }
    // What came in time is placed anew under its own version, whenever that is.
    _ = try village.registry.receive([
      village.update(3, made: 5, version: 3, ["name": .text("先写")])
    ])
    _ = try village.settle(1, "insist", ["insisted": .truth(true)], serial: 1)
    let history = try village.registry.read { view in
      try view.history(of: try #require(try view.record(village.shop(0))), limit: 1)
    }
    #expect(history.map(\.programmeVersion) == [2])
    try village.town.audit()
  }

  @Test func `a version that is published in the same moment closes nothing that came before`()
    throws
  {
    let village = try Village()
    let early = try village.registry.receive([
      village.update(1, made: 10, version: 2, ["name": .text("新字号")])
    ])
    // The clock was put back and catches up, so all of this has one time.
    try village.publishHall(["version: 3\n": "version: 3\noverlap: 0\n"])
    let late = try village.registry.receive([
      village.update(2, made: 11, version: 2, ["gas": .text("none")])
    ])
    #expect(late == [.conflict(code: "arrival.version-closed", against: "premises @2 < @3")])
    #expect(try village.registry.receive([village.update(1, made: 10, version: 2, [:])]) == early)
    #expect(try village.fact("name") == .text("新字号"))
    try village.town.audit()
  }

  @Test func `what has happened is entered under its version, and marked that it is closed`() throws
  {
    let village = try Village()
    try village.publish(
      "shop-inspection", 3, [("version: 3\n", "version: 3\noverlap: 0\n")])
    let status = try village.registry.receive([village.inspect(1, made: 10, version: 2)])[0]
    guard case .marked(let seq, ["arrival.version-closed"]) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(try village.registry.read { try $0.entry(seq)?.programmeVersion } == 2)
    #expect(try village.value("shop-inspection.inspections") == 1)
    try village.town.audit()
  }

  @Test func `under a version that counted or limited otherwise nothing is decided any more`()
    throws
  {
    var village = try Village()
    try village.book(persons: 2, capacity: 5)
    try village.publish(
      "test-booking", 4,
      [("ceiling: session.capacity", "ceiling: session.capacity - 1")])
    let status = try village.registry.receive([
      village.follow(1, 1, "check-in", made: 10, version: 3)
    ])[0]
    #expect(
      status == .conflict(code: "arrival.version-closed", against: "test-booking @3 < @4"))
    _ = try village.settle(1, "insist", ["insisted": .truth(true)], serial: 1)
    #expect(try village.state(village.registration(1)) == "done")
    try village.town.audit()
  }
}
