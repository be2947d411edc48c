import Testing

@testable import Reading

@Suite("Bytes of strings")
struct RawTextTests {
  @Test("Bytes are found and scalars counted at every length and place")
  func stretches() {
    let text = Array("aé元😀年均增长百分之十二点五\nab".utf8)
    for start in 0..<text.count {
      for end in start...text.count {
        let range = start..<end
        #expect(text.firstIndex(of: 0x0A, in: range) == text[range].firstIndex(of: 0x0A) ?? end)
        #expect(text.firstIndex(of: 0x9D, in: range) == text[range].firstIndex(of: 0x9D) ?? end)
        #expect(text.scalarCount(in: range) == text[range].count { $0 & 0xC0 != 0x80 })
      }
    }
    #expect(text.starts(with: "é元", in: 1..<6))
    #expect(!text.starts(with: "é元", in: 1..<5))
    #expect(!text.starts(with: "é元", in: 0..<9))
  }

  @Test("The first and last character of a word of the rules, of every width")
  func edges() {
    for word: StaticString in ["a", "元", "é", "😀", "aé元😀", "😀元éa", "元a", "é😀"] {
      let scalars = word.description.unicodeScalars.map(\.value)
      #expect(word.firstScalar == scalars.first)
      #expect(word.lastScalar == scalars.last)
    }
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
