import Reading
import Testing

/// What counts as one undertaking, and in which years it is to be done.
@Suite struct UndertakingTests {
  private func undertakings(_ sentence: String) throws -> [String] {
    try read(sentence, section: "plan").undertakings.map(\.quote)
  }

  @Test func `tasks joined by marks, each with its verb, are undertaken one by one`() throws {
    #expect(
      try undertakings("建成柳湾路东段等6条道路、改造石桥老街2座天桥、安装湖滨大道路灯。")
        == ["建成柳湾路东段等6条道路", "改造石桥老街2座天桥", "安装湖滨大道路灯"])
    #expect(
      try undertakings("建成、改造柳湾小学等8所学校。") == ["建成、改造柳湾小学等8所学校"])
  }

  @Test func `aims behind a comma are set like those behind a colon`() throws {
    let document = try read("今年湖区的主要预期目标是，渔业产值增长8%，渔民收入增长9%。", section: "open")
    #expect(document.undertakings.map(\.quote) == ["渔业产值增长8%", "渔民收入增长9%"])
    #expect(document.targets.count == 2)
  }

  @Test func `a long sentence of tasks is read to its end`() throws {
    let tasks = (1...16).map { "加快柳湾片区第\($0)渔港泊位和护岸改造" }
    #expect(try undertakings(tasks.joined(separator: "，") + "。").count == tasks.count)
  }

  @Test func `short sentences that order a paragraph are headings`() throws {
    let document = try read(
      "推动渔业提质升级。完善渔业政策。深入实施休渔补贴和渔船更新政策，发放渔业消费券。强化渔港建设。"
        + "加快建设柳湾渔港和冷链物流园区，推动渔港经济区成型。", section: "plan")
    #expect(document.undertakings.map(\.path.last).contains("完善渔业政策"))
    #expect(document.undertakings.map(\.path.last).contains("强化渔港建设"))
    #expect(!document.undertakings.map(\.quote).contains("强化渔港建设"))
  }

  @Test func `undertakings of a five-year plan carry its years`() throws {
    let document = try read(
      "“十五五”时期，湖区的主要目标是：渔业产值年均增长8%，渔港吞吐能力明显增强。", section: "plan")
    #expect(document.undertakings.map(\.yearText) == ["2026/2030", "2026/2030"])
    #expect(document.undertakings.map(\.year) == [2030, 2030])
  }

  @Test func `what was decided is no task`() throws {
    #expect(try undertakings("上级作出了加快渔业升级的部署。").isEmpty)
    #expect(
      try undertakings("经区政府同意，推进渔港改造，总投资12亿元。") == ["推进渔港改造"])
  }
}
