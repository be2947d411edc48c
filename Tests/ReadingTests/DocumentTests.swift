import Quantities
import Reading
import Testing

@Suite struct DocumentTests {
  private let text = """
    云溪区政府工作报告
    ——2024年1月20日在云溪区第九届人民代表大会第四次会议上
    一、2023年工作回顾
    （一）茶果产业势头喜人。地区生产总值完成200亿元，增长6%。
    二、2024年工作安排
    今年的主要预期目标是：地区生产总值增长6.5%，居民收入与经济增长同步，能耗强度完成市定目标。
    （一）壮大实体经济
    做强先进制造。加快建设北部产业园，新增规上企业20家。当前，山区物流仍显吃力。
    绿色转型方面，推进老厂房节能改造，降低物流成本。
    """

  @Test func `headings form a tree and undertakings know their path`() throws {
    let document = try reader.read(Array(text.utf8), name: "云溪.txt", year: nil)
    #expect(document.year == 2024)
    #expect(document.articles.first?.headline == "云溪区政府工作报告")
    let levels = document.outline.map(\.level)
    #expect(levels == [0, 1, 2, 1, 2, 4, 4])
    let park = try #require(document.undertakings.first { $0.quote.contains("北部产业园") })
    #expect(
      park.path == ["云溪区政府工作报告", "二、2024年工作安排", "(一)壮大实体经济", "做强先进制造"])
    #expect(park.year == 2024)
    #expect(!document.undertakings.contains { $0.quote.contains("仍显吃力") })
    #expect(!document.undertakings.contains { $0.quote.contains("200亿元") })
  }

  @Test func `aims are found with and without a number`() throws {
    let targets = try reader.read(Array(text.utf8), name: "", year: nil).targets
    let kinds = targets.map { "\($0.indicator) \($0.kind.rawValue)" }
    #expect(
      kinds == [
        "地区生产总值 number", "居民收入 relation", "能耗强度 reference", "新增规上企业 number",
        "物流成本 direction",
      ])
    #expect(targets.allSatisfy { $0.period == "2024" })
  }

  @Test func `a long numbered title does not run into the text below it`() throws {
    let text = """
      2024年1月20日在云溪区第九届人民代表大会第四次会议上
      二、2024年工作安排
      （一）持续推动渔业茶业果业融合发展，构建有云溪特色的山地现代农业产业新格局
      加快建设北部茶园二期，改造提升湖区老码头和周边道路，做好游客集散服务。
      """
    let document = try reader.read(Array(text.utf8), name: "", year: nil)
    #expect(document.outline.map(\.level) == [1, 2])
    #expect(document.undertakings.first?.path.last?.hasPrefix("(一)持续推动") == true)
  }

  @Test func `known indicators carry their id`() throws {
    let figures = try reader.read(Array(text.utf8), name: "", year: nil).figures
    #expect(figures.first?.indicatorID == "gdp")
  }

  @Test func `a value torn over lines is quoted with the line break`() throws {
    let torn = "街道今年将整合周边零散地块并引入两户物流龙头，建成集仓储与交易于一体的农产品市场，总投资30\n\n亿元，占地面积约90亩，明年上半年可以开门迎客。"
    let figures = try read(torn, section: "past").figures
    #expect(figures.first { $0.unit == "亿元" }?.quote == "30\n\n亿元")
  }

  @Test func `spans of years hold for what was done, the last year for where it ended`() throws {
    let text = """
      2026年1月9日在云溪区第十届人民代表大会第一次会议上
      一、“十四五”时期工作回顾
      五年来，新建学校15所，绿地面积年均增长3%，城镇化率达到61%。
      """
    let figures = try reader.read(Array(text.utf8), name: "", year: nil).figures
    #expect(figures.map(\.period) == ["2021/2025", "2021/2025", "2025"])
  }

  @Test func `a review of several years and the last of them turns where its paragraphs say so`()
    throws
  {
    let text = """
      2026年1月9日在云溪区第十届人民代表大会第一次会议上
      一、“十四五”时期和2025年工作回顾
      过去的五年极不寻常。我们稳中求进，办成一批大事。大桥通车。园区扩容。
      （一）产业。企业培育扎实推进。新建厂房15栋。园区扩容。
      各位代表！刚刚过去的2025年，我们迎难而上。大桥通车。园区扩容。
      （二）民生。教育提质。新建学校6所。园区扩容。
      各位代表！2025年任务完成，“十四五”圆满收官。五年来，我们接续奋斗。办成大事。
      ——生态。环境向好。新建公园9个。园区扩容。
      """
    let figures = try reader.read(Array(text.utf8), name: "", year: nil).figures
    #expect(figures.map(\.period) == ["2021/2025", "2025", "2021/2025"])
  }

  @Test func `one heading over what was done and what is aimed at is read as both`() throws {
    let text = """
      2026年1月9日在云溪区第十届人民代表大会第一次会议上
      二、“十四五”发展成就和“十五五”主要目标任务
      这五年，我们接续奋斗。新建学校15所。园区扩容。大桥通车。
      “十五五”时期是夯实基础的关键时期。常住人口城镇化率达到66%。园区扩容。大桥通车。
      """
    let figures = try reader.read(Array(text.utf8), name: "", year: nil).figures
    #expect(figures.map(\.standing) == [.actual, .target])
    #expect(figures.map(\.period) == ["2021/2025", "2030"])
  }

  @Test func `a session in December tells of the year that ends`() throws {
    let text = """
      政府工作报告
      2016年12月16日在云溪县第十六届人民代表大会第一次会议上
      一、过去五年工作回顾
      森林覆盖率达到61%，新建学校15所。
      二、2017年工作安排
      新建公园9个。
      """
    let document = try reader.read(Array(text.utf8), name: "", year: nil)
    #expect(document.year == 2017)
    #expect(document.figures.map(\.period) == ["2016", "2012/2016", "2017"])
  }

  @Test func `a yearly average runs over the years that the heading names beside the last`() throws
  {
    let text = """
      2017年1月10日在云溪县第十八届人民代表大会第一次会议上
      一、2016年和过去五年工作回顾
      2016年，实现地区生产总值39亿元，同比增长4%，年均增长6%。
      """
    let figures = try reader.read(Array(text.utf8), name: "", year: nil).figures
    #expect(figures.map(\.period) == ["2016", "2016", "2012/2016"])
  }

  @Test func `the json of a reading is stable and well formed`() throws {
    let first = try reader.read(Array(text.utf8), name: "a\"b\n", year: nil).json()
    let second = try reader.read(Array(text.utf8), name: "a\"b\n", year: nil).json()
    #expect(first == second)
    let json = String(decoding: first, as: UTF8.self)
    #expect(json.hasPrefix(#"{"name":"a\"b\n","year":2024,"articles":["#))
    #expect(json.hasSuffix("]}\n"))
  }

  @Test func `lines and columns count from one`() {
    let bytes = Array("甲乙\n丙丁".utf8)
    #expect(Place(of: 0, in: bytes).description == "1:1")
    #expect(Place(of: 10, in: bytes).description == "2:2")
  }
}
