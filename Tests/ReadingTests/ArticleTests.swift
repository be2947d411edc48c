import Reading
import Testing

@Suite struct ArticleTests {
  /// An invented page: three articles, one paragraph torn across another article, one cut off.
  private static let page = """
    云溪区晒出去年家底

    ——云溪区第九届人大第四次会议报告解读

    “数”说2023年成绩
    一是茶果产业势头喜人。 全区春茶产量完成320吨，茶农户均收入稳步增长。
    二是山区交通日渐便利。 新修通村道路45公里，改造老旧渡口3处，北坡果林冷链运输专线

    本报讯（记者 林 晓）青石街道的志愿者连日来走进院落，帮助独居老人清扫积雪、检修炉灶。

    在柳湾院落，志愿者先后检修了十几户人家的炉灶，还给出行不便的老人送去了粮油和常用的

    开通运行，每天往返两趟，覆盖6个乡镇。

    三是民生账本越来越厚。
    新增就业1200人。

    青石街道“暖冬行动”系列报道（二）

    老渡口来了新船长

    本报记者 高远 周青

    船工们正在检修渡船。

    资料图片

    青石老渡口上个月来了一位三十出头的新船长，街坊们说他话不多，但把渡船收拾得格外干净整洁。新船长说，渡口今年要添一条新渡船，总投资30

    万元，明年开春就能载客。
    """

  private func read(_ text: String) throws -> ReadDocument {
    try reader.read(Array(text.utf8), name: "page", year: nil)
  }

  private func words(_ paragraph: [Range<Int>], _ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return paragraph.map { range in
      var piece = ""
      piece.unicodeScalars.append(contentsOf: scalars[range])
      return piece
    }
  }

  @Test func `a page falls into its articles`() throws {
    let articles = try read(Self.page).articles
    #expect(articles.map(\.headline) == ["云溪区晒出去年家底", nil, "老渡口来了新船长"])
    #expect(articles.map(\.byline) == [[], ["林晓"], ["高远", "周青"]])
    #expect(articles.map(\.kicker.count) == [0, 0, 1])
    let last = try #require(articles.last)
    #expect(last.paragraphs.count == 1, "picture and caption are no paragraphs")
  }

  @Test func `a torn paragraph is put back together, and one without rest is marked`() throws {
    let articles = try read(Self.page).articles
    let first = try #require(articles.first)
    let torn = try #require(first.paragraphs.first { $0.count == 2 })
    let pieces = words(torn, Self.page)
    #expect(pieces.first?.hasSuffix("冷链运输专线") == true)
    #expect(pieces.last == "开通运行，每天往返两趟，覆盖6个乡镇。")
    #expect(first.cutOff.isEmpty)
    #expect(articles[1].cutOff == [1])
    #expect(words(try #require(first.paragraphs.last), Self.page) == ["新增就业1200人。"])
  }

  @Test func `figures are found inside rejoined paragraphs`() throws {
    let figures = try read(Self.page).figures
    #expect(figures.contains { $0.quote == "30\n\n万元" })
    #expect(figures.contains { $0.value == "6" && $0.unit == "个" })
  }

  @Test func `without a reporter a text is one article`() throws {
    let text = "云溪区政府工作报告\n\n——2024年1月20日\n\n一、回顾\n\n各项工作稳步推进。\n"
    let articles = try read(text).articles
    #expect(articles.count == 1)
    #expect(articles.first?.paragraphs.count == 4)
  }

  @Test func `lines of a wrapped text stay in their order`() throws {
    let text = (0..<40).map { "第\($0)行说的是山乡里的一件小事，这行没有写完就换到了下面一行接着" }
      .joined(separator: "\n")
    let paragraphs = try read(text).articles.flatMap(\.paragraphs)
    let starts = paragraphs.flatMap { $0 }.map(\.lowerBound)
    #expect(starts == starts.sorted())
  }

  @Test func `pieces lie inside the text and nowhere twice`() throws {
    var random = SeededGenerator(seed: 11)
    let lines = Self.page.split(separator: "\n", omittingEmptySubsequences: false)
    for _ in 0..<60 {
      let text = lines.shuffled(using: &random).joined(separator: "\n")
      let document = try read(text)
      var next = 0
      for range in document.articles.flatMap(\.paragraphs).joined().sorted(by: {
        $0.lowerBound < $1.lowerBound
      }) {
        #expect(range.lowerBound >= next && !range.isEmpty)
        next = range.upperBound
      }
      #expect(next <= text.unicodeScalars.count)
      #expect(try document.json() == read(text).json())
    }
  }

  @Test func `removing any one character is no trouble`() throws {
    let scalars = Array(Self.page.unicodeScalars)
    for index in scalars.indices {
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars[..<index] + scalars[(index + 1)...])
      let document = try read(text)
      #expect(!document.articles.isEmpty)
    }
  }
}
