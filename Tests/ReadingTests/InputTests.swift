import Quantities
import Reading
import Testing

@Suite struct InputTests {
  private func failure(_ bytes: [UInt8]) -> ReadingError? {
    do {
      _ = try reader.read(bytes, name: "bad", year: nil)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a GB18030 text is refused by name`() {
    // 工作报告 in GB18030.
    let bytes: [UInt8] = [0xB9, 0xA4, 0xD7, 0xF7, 0xB1, 0xA8, 0xB8, 0xE6, 0x0A]
    #expect(failure(bytes) == .notUTF8(offset: 0, looksLikeGB18030: true))
    #expect(failure(bytes)?.message.contains("iconv") == true)
    #expect(failure(bytes)?.chineseMessage.contains("GB18030") == true)
  }

  @Test func `broken UTF-8 is refused where it breaks`() {
    #expect(
      failure(Array("区".utf8) + [0xE5, 0x8C]) == .notUTF8(offset: 3, looksLikeGB18030: false))
    #expect(failure([0x41, 0xFF, 0xFF]) == .notUTF8(offset: 1, looksLikeGB18030: false))
    #expect(failure([0xED, 0xA0, 0x80])?.message.isEmpty == false)
  }

  @Test func `zero bytes and empty texts are refused`() {
    #expect(failure([0x41, 0x00, 0x42]) == .nulByte(offset: 1))
    #expect(failure([]) == .empty)
    #expect(failure(Array(" \n\u{3000}\u{FEFF}\n".utf8)) == .empty)
  }

  @Test(arguments: ["一", "1", "%", "“", "第", "前", "翻", "（一）", "一、", "——", "：", "十", "亿元", "V类"])
  func `one word is a text`(_ word: String) throws {
    let document = try reader.read(Array(word.utf8), name: "", year: nil)
    #expect(document.figures.isEmpty)
  }

  @Test func `random bytes never crash`() {
    var generator = SeededGenerator(seed: 20_240_120)
    for _ in 0..<300 {
      let count = Int.random(in: 0...400, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      _ = failure(bytes)
    }
  }

  @Test func `random texts of the genre's words never crash and quote what they point at`() throws {
    let words = [
      "增长", "5", "%", "、", "，", "。", "分别", "亿元", "第", "一", "百", "万", "“", "”", "（", "）",
      "2023", "年", "—", "：", "3.5", "达到", "由", "到", "占全市", "三成", "翻番", "位", "的", "投资",
      "项目", "\n", "一、", "（二）", "——", "今年", "力争", "个", "超", "以上", "Ⅳ", "类", "1", ":", "产",
      "前", "全国", "\u{3000}", "余", "和", "比", "上年", "十四五", "其中", " ",
    ]
    var generator = SeededGenerator(seed: 7)
    for round in 0..<2000 {
      let text = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        words.randomElement(using: &generator) ?? ""
      }.joined()
      guard let document = try? reader.read(Array(text.utf8), name: "", year: 2024) else {
        continue
      }
      expectSpansQuote(document, "round \(round): \(text)")
    }
  }

  @Test func `removing any one character never crashes`() throws {
    let text = Array(
      """
      一、2023年工作回顾
      （一）全区生产总值完成12.5亿元、增长6%，城乡居民收入分别增长5%、7%以上；近百家企业由“1+4”名单中选出，\
      三产占比为1.2:3.4:95.4，投资5亿元的项目全市第一。
      二、2024年工作安排
      力争就业3000余人，翻两番。
      """
      .unicodeScalars)
    for index in text.indices {
      var shorter = String.UnicodeScalarView()
      shorter.append(contentsOf: text[..<index] + text[(index + 1)...])
      let document = try reader.read(Array(String(shorter).utf8), name: "", year: nil)
      expectSpansQuote(document, "without character \(index)")
    }
  }

  private func expectSpansQuote(_ document: ReadDocument, _ comment: String) {
    let scalars = Array(String(decoding: document.bytes, as: UTF8.self).unicodeScalars)
    func check(_ quote: String, _ at: Int, _ range: Range<Int>) {
      #expect(Array(quote.utf8) == Array(document.bytes[range]), "\(comment)")
      let end = at + quote.unicodeScalars.count
      #expect(end <= scalars.count, "\(comment)")
      #expect(
        Array(quote.unicodeScalars) == Array(scalars[at..<min(end, scalars.count)]), "\(comment)")
    }
    for figure in document.figures { check(figure.quote, figure.at, figure.span.range) }
    for aim in document.targets { check(aim.quote, aim.at, aim.span.range) }
    for item in document.undertakings { check(item.quote, item.at, item.span.range) }
  }
}
