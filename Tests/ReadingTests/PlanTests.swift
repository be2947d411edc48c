import Reading
import Testing

/// What in the part about the year ahead is undertaken, and what only leads there, judges or calls.
@Suite struct PlanTests {
  private func undertakings(_ text: String) throws -> [String] {
    try read(text, section: "plan").undertakings.map(\.quote)
  }

  private func excerpt(_ text: String) throws -> ReadDocument {
    try reader.read(Array(("2024年湖区政府工作报告\n" + text).utf8), name: "case", year: nil)
  }

  @Test func `counted sentences of a paragraph are tasks, the short ones headings`() throws {
    let document = try read(
      "（一）做强渔业。一是全力支持柳湾渔港发展，在办证、用海等方面出台办法。二是发展休闲渔业。扶持渔家乐连片经营，办好开渔节。",
      section: "plan")
    #expect(
      document.undertakings.map(\.quote)
        == ["全力支持柳湾渔港发展", "在办证、用海等方面出台办法", "扶持渔家乐连片经营", "办好开渔节"])
    #expect(document.undertakings.last?.path.last == "发展休闲渔业")
  }

  @Test func `how things stand is no task, what must be done about it is one`() throws {
    #expect(
      try undertakings("目前湖区老旧码头仍然较多，要加快改造。世界经济将缓慢复苏，大宗商品价格加剧波动。")
        == ["要加快改造"])
    #expect(
      try undertakings("今年任务重而艰，对渔政提出了新的要求，我们必须加强队伍建设。") == ["我们必须加强队伍建设"])
    #expect(try undertakings("只有管好渔港，渔民才有安全的家。这是渔政的头等大事。").isEmpty)
    #expect(try undertakings("渔业增产的基础不牢，码头吞吐能力偏低，护岸老化。").isEmpty)
  }

  @Test func `words of a remark do not hide a task that opens with its verb`() throws {
    #expect(
      try undertakings("要把稳定渔价作为湖区工作的首要任务，补齐渔港短板，缩小城乡差距。")
        == ["要把稳定渔价作为湖区工作的首要任务", "补齐渔港短板", "缩小城乡差距"])
    #expect(try undertakings("落实好2022年出台的休渔补贴政策。") == ["落实好2022年出台的休渔补贴政策"])
  }

  @Test func `what was reached in the year before is not set again`() throws {
    let document = try read("去年，渔业形势好于预期。渔业产值增长9%，渔民收入增长8%。要再建渔港2座。", section: "plan")
    #expect(document.undertakings.map(\.quote) == ["要再建渔港2座"])
  }

  @Test func `calls, announcements and what a deed is good for are left out`() throws {
    #expect(
      try undertakings("重点抓好八个方面工作。加固湖堤，为渔民安居提供保障。让我们携手并进，为建设渔业强区而努力奋斗！")
        == ["加固湖堤"])
    #expect(try undertakings("突出抓好三件事。围绕上述目标，疏浚航道。") == ["疏浚航道"])
  }

  @Test func `guiding thought of any wording undertakes nothing`() throws {
    #expect(
      try undertakings(
        "我们将深入贯彻“五个必须”重大要求，牢牢把握稳中求进政策取向，持续扩大内需、优化供给，做优增量、盘活存量，着力稳就业、稳企业，确保“十五五”开好局、起好步。"
      ).isEmpty)
    #expect(try undertakings("今年工作的基本思路是：做强渔业，做美湖区，实现新跨越。").isEmpty)
  }

  @Test func `aims may stand in several sentences and need no verb`() throws {
    let document = try read(
      "今年的主要预期目标是：渔业产值增长8%；渔获结构有所改善，国际收支状况继续改善。各项约束性指标完成省下达任务。",
      section: "plan")
    #expect(document.undertakings.count == 4)
    #expect(document.targets.map(\.kind) == [.number, .direction, .reference])
  }

  @Test func `a short line is the heading of what goes on about it`() throws {
    let document = try read(
      "（一）改善民生\n千方百计扩大就业。\n今年就业形势依然严峻。\n要继续实施积极的就业政策。\n加强残疾人托养。\n修好乡村公路，建设停车场。",
      section: "plan")
    #expect(
      document.undertakings.map(\.quote) == ["要继续实施积极的就业政策", "加强残疾人托养", "修好乡村公路", "建设停车场"])
    #expect(document.undertakings.first?.path.last == "千方百计扩大就业")
  }

  @Test func `a short sentence amid a paragraph is the heading of what goes on about it`() throws {
    let document = try read(
      "（一）扩大需求。不断拓展内需空间，提升渔业消费品质。更大力度提振消费。办好渔获消费季，发放消费券。着力扩大有效投资。推进渔港投资项目，盘活码头。",
      section: "plan")
    let paths = document.undertakings.map(\.path.last)
    #expect(paths.suffix(4) == ["更大力度提振消费", "更大力度提振消费", "着力扩大有效投资", "着力扩大有效投资"])
  }

  @Test func `an excerpt without headings is read by how its clauses begin`() throws {
    let plan = try excerpt("完善渔港应急预案，推进老旧渔船更新。深入开展渔业安全治理，做好防汛工作，提升渔政执法能力。")
    #expect(plan.undertakings.count == 5)
    #expect(plan.undertakings.allSatisfy { $0.year == 2024 })
    let past = try excerpt("五年来，我们加强渔政建设，推进渔船更新，建成渔港12座，渔业安全水平明显提升，渔民收入稳步提高。")
    #expect(past.undertakings.isEmpty)
  }

  @Test func `a later part that exhorts is of the plan in an excerpt too`() throws {
    let document = try excerpt("六、切实加强政府自身建设\n各级政府要依法履职。\n一切违法行为都要追究。\n")
    #expect(document.undertakings.map(\.quote) == ["各级政府要依法履职", "一切违法行为都要追究"])
  }
}

/// Headings as older and smaller reports have them.
@Suite struct PlanHeadingTests {
  private func read(_ text: String) throws -> ReadDocument {
    try reader.read(Array(("湖区2010年政府工作报告\n" + text).utf8), name: "case", year: nil)
  }

  @Test func `the main work of the report's own year lies ahead`() throws {
    let document = try read("三、2010年的主要工作\n（一）做强渔业。疏浚北港航道，加固湖区堤防。\n")
    #expect(document.undertakings.map(\.quote) == ["疏浚北港航道", "加固湖区堤防"])
    #expect(try read("一、2009年主要工作\n疏浚航道，加固湖堤。\n").undertakings.isEmpty)
  }

  @Test func `numbers in one paragraph are tasks of their own`() throws {
    let document = try read("二、2010年工作安排\n（1）新建渔港2座。（2）改造码头3处。（3）修路9公里。\n")
    #expect(document.undertakings.map(\.quote) == ["新建渔港2座", "改造码头3处", "修路9公里"])
    #expect(document.outline.count == 2)
  }

  @Test func `bodies in lists right behind each other all answer`() throws {
    let document = try read("二、2010年工作安排\n疏浚北港航道，加固湖区堤防。牵头单位：水务局；责任单位：财政局、渔政局\n")
    #expect(document.undertakings.first?.bodies == ["水务局", "财政局", "渔政局"])
  }
}
