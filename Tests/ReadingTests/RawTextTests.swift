import Testing

@testable import Reading

@Suite("Bytes of strings")
struct RawTextTests {
  @Test("Only what JSON escapes is not plain, wherever it stands")
  func plain() {
    for length in 1...20 {
      for place in 0..<length {
        for byte in UInt8(0)..<0x80 {
          var text = [UInt8](repeating: 0x61, count: length)
          text[place] = byte
          var out: [UInt8] = []
          let isPlain = String(decoding: text, as: UTF8.self).appendPlain(to: &out)
          #expect(isPlain == !(byte < 0x20 || byte == 0x22 || byte == 0x5C))
          #expect(out == (isPlain ? text : []))
        }
      }
    }
  }

  @Test("Chinese text is plain")
  func ideographs() {
    var out: [UInt8] = []
    #expect("完成投资３亿元，增长“６％”。\u{7F}\u{80}😀".appendPlain(to: &out))
    #expect("".appendPlain(to: &out))
  }

  @Test("A string ends with a word byte by byte")
  func endings() {
    #expect("进出口总额".ends(with: "总额"))
    #expect("总额".ends(with: "总额"))
    #expect("总额".ends(with: ""))
    #expect(!"额".ends(with: "总额"))
    #expect(!"总额度".ends(with: "总额"))
  }

  @Test("A string is a word byte by byte")
  func words() {
    #expect("倍".reads("倍"))
    #expect(!"个倍".reads("倍"))
    #expect(!"".reads("倍"))
    #expect("".reads(""))
  }

  @Test("A string of scalars of every width", arguments: ["", "aé元😀", "年均增长百分之十二点五"])
  func scalars(_ text: String) {
    #expect(String(scalars: text.unicodeScalars.map(\.value)[...]) == text)
  }

  @Test("A word stands in a string at its head, inside or at its end")
  func holding() {
    #expect("累计投资".holds("累计"))
    #expect("投资累计额".holds("累计"))
    #expect("投资累计".holds("累计"))
    #expect(!"累投资计".holds("累计"))
    #expect(!"累".holds("累计"))
    #expect("".holds(""))
  }
}
