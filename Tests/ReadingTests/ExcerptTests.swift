import Reading
import Testing

/// Texts as the web has them: excerpts without headings, copied pages, lists of tasks.
@Suite struct ExcerptTests {
  private func read(_ text: String) throws -> ReadDocument {
    try reader.read(Array(text.utf8), name: "case", year: nil)
  }

  @Test func `a text without headings turns to the plan where it says so`() throws {
    let document = try read(
      "去年湖区地区生产总值同比增长6%。2024年主要预期目标是：地区生产总值增长7%。新建码头2座。\n")
    #expect(document.year == 2024)
    #expect(document.figures.map(\.standing) == [.actual, .target, .target])
    #expect(document.targets.count == 2)
    #expect(document.undertakings.map(\.year) == [2024, 2024])
  }

  @Test func `a list of tasks is planned, its numbers are headings`() throws {
    let document = try read(
      """
      2024年湖区十件民生实事
      1.便民工程。新建菜市场3个，改造厕所20座。
      2.助学工程。新增学位600个。
      """)
    #expect(document.figures.map(\.standing) == [.target, .target, .target])
    #expect(document.figures.allSatisfy { $0.period == "2024" })
    #expect(document.undertakings.map(\.path.last) == ["便民工程", "便民工程", "助学工程"])
  }

  @Test func `a report on a list of tasks tells what was done`() throws {
    let document = try read("2023年湖区民生实事完成情况\n一、新建菜市场3个；改造厕所20座，完成全年目标的110%。\n")
    #expect(document.figures.map(\.standing) == [.actual, .actual, .actual])
    #expect(document.undertakings.isEmpty)
    #expect(document.targets.isEmpty)
  }

  @Test(arguments: ["2024-1-9", "2024/01/09", "2024.1.9"])
  func `the date of a page gives the year`(_ date: String) throws {
    let document = try read("湖区农业工作会议\n\(date) 来源:湖区网\n今年力争流转土地2万亩。\n")
    #expect(document.year == 2024)
  }

  @Test func `letters against copying and blanks inside words are no text`() throws {
    let lines = [
      "政府工作报告", "——2024 年 1 月 9 日在湖区第三届人民代表大会第一次会议上", "各位代表:",
      "一、2023 年工作回顾", "全年实现生 产总值 212.8 亿元，同比增长 10.5 %。", "新建学校2所。", "修路3公里。",
    ]
    let document = try read(lines.map { $0 + "K7x" }.joined(separator: "\n"))
    #expect(document.year == 2024)
    #expect(document.figures.first?.indicator == "生产总值")
    #expect(document.figures.first?.quote == "212.8 亿元")
    #expect(document.figures.allSatisfy { $0.period == "2023" })
    #expect(document.outline.last?.title == "一、2023年工作回顾")
  }

  @Test func `the year of a plan is the later one of its title`() throws {
    let document = try read("关于湖区2023年计划执行情况及2024年计划草案的报告\n全区修路9公里。\n")
    #expect(document.year == 2024)
  }

  @Test func `figures of a heading are not lost`() throws {
    let document = try read(
      "政府工作报告\n——2024年1月9日在湖区人民代表大会会议上\n二、2024年工作安排\n"
        + "投资12亿元 建设8个泵站\n推进泵站建设，确保汛前完工。\n")
    #expect(document.figures.map(\.quote) == ["12亿元", "8个"])
  }

  @Test func `bodies named as responsible stand with their undertakings`() throws {
    let document = try read(
      """
      2024年湖区十件民生实事
      1.便民工程。新建菜市场3个；改造厕所20座。（牵头领导：张三，责任单位：区商务局、区城管局）
      2.助学工程。由区教育局牵头新增学位600个。
      3.修路工程。翻修道路9公里。
      责任单位：区交通局
      """)
    #expect(
      document.undertakings.map(\.bodies) == [
        ["区商务局", "区城管局"], ["区商务局", "区城管局"], ["区教育局"], ["区交通局"],
      ])
    let json = String(decoding: document.json(), as: UTF8.self)
    #expect(json.contains(#""bodies":["区教育局"]"#))
  }

  @Test func `damaged digits are refused and reported`() throws {
    let text = "政府工作报告\n一、2023年工作回顾\n增速为6.1%8%，20231227日签约，投资1.2.3亿元，修路9公里。\n"
    let document = try read(text)
    #expect(document.figures.map(\.quote) == ["9公里"])
    #expect(document.problems.map(\.quote) == ["6.1%8%", "20231227日", "1.2.3亿元"])
    let scalars = Array(text.unicodeScalars)
    for problem in document.problems {
      let length = problem.quote.unicodeScalars.count
      let there = scalars[problem.at..<problem.at + length]
      #expect(String(String.UnicodeScalarView(there)) == problem.quote)
      #expect(!problem.what.isEmpty)
    }
  }
}
