import Testing

@testable import Reading

@Suite("Passages")
struct PassageTests {
  /// A passage of one line that is all of a text.
  private func draft(_ text: String) throws -> Passage.Draft {
    var draft = Passage.Draft()
    let source = try SourceText(Array(text.utf8))
    draft.append(
      source, Line(bytes: 0..<text.utf8.count, at: 0, count: text.unicodeScalars.count))
    return draft
  }

  /// Characters beyond the basic plane stand inside words only: none begins or ends with one.
  private static let lexicon = [
    "年均", "年", "均增", "增长", "长", "增长百分之十", "百分点", "分", "农\u{20000}村", "村",
  ]

  private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  @Test(
    "Characters of every width are decoded with their places, wherever the text ends",
    arguments: ["年均增长１２．５％", "a年é均😀增", "２０２５年，“GDP”：长", "é", "😀😀", "年\u{3000}均\t长", "ABC1.5%", "长"])
  func decoding(_ text: String) throws {
    // Every beginning of the text, so that each character is the last one once.
    for end in text.unicodeScalars.indices {
      let piece = String(text.unicodeScalars[...end])
      let draft = try draft(piece)
      let passage = draft.passage(marked: try corpusLexicon().forward)
      var byte = 0
      #expect(passage.count == piece.unicodeScalars.count)
      for (index, scalar) in piece.unicodeScalars.enumerated() {
        #expect(passage[index] == Passage.normalised(scalar.value))
        #expect(passage.at(index) == index)
        let width = scalar.utf8.count
        #expect(passage.byteRange(index..<index + 1) == byte..<byte + width)
        byte += width
      }
    }
  }

  @Test("Marks say of every place which words begin and end there", arguments: 0..<40)
  func marks(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let words = Self.lexicon.enumerated().map {
      (text: Self.scalars($1), classes: WordClass(rawValue: 1 << UInt64($0)))
    }
    // 0 to 150 characters: more than two blocks of 64.
    let text = (0..<Int.random(in: 1...30, using: &generator)).reduce(into: "") { text, _ in
      text += Self.lexicon.randomElement(using: &generator)?.dropLast() ?? ""
      text += ["长", "，", "2", "农", "\u{20000}"].randomElement(using: &generator) ?? ""
    }
    let scalars = Self.scalars(text)
    let forward = WordTrie(words, reversed: false)
    let backward = WordTrie(words, reversed: true)
    let passage = try draft(text).passage(marked: forward)
    func stands(_ word: [UInt32], _ index: Int) -> Bool {
      index >= 0 && index + word.count <= scalars.count
        && Array(scalars[index..<index + word.count]) == word
    }
    for index in scalars.indices {
      for word in words {
        #expect(passage.mayStart(word.classes, at: index) == stands(word.text, index))
        #expect(
          passage.mayEnd(word.classes, before: index + 1)
            == stands(word.text, index + 1 - word.text.count))
      }
      let all = words.reduce(into: WordClass()) { $0.formUnion($1.classes) }
      let begun = words.filter { stands($0.text, index) }.map(\.text.count).max()
      #expect(
        forward.longest(passage, at: index, limit: scalars.count, mask: all)?.length == begun)
      let ended = words.filter { stands($0.text, index + 1 - $0.text.count) }.map(\.text.count)
        .max()
      #expect(backward.longest(passage, before: index + 1, floor: 0, mask: all)?.length == ended)
    }
  }

  @Test("The sets of places hold every number, sign, clause mark and quotation mark")
  func places() throws {
    let text = String(repeating: "“年均”增长十二、2.5%，《长》；", count: 12)
    let passage = try draft(text).passage(marked: try corpusLexicon().forward)
    let kinds: [(PlaceSets.Kind, (UInt32) -> Bool)] = [
      (.number, AmountScanner.mayBegin), (.sign, { !$0.isIdeograph }),
      (.clause, { $0.endsClause || $0 == 0x2014 }), (.quotation, AmountScanner.isQuotation),
    ]
    for (kind, belongs) in kinds {
      var found: [Int] = []
      while let next = passage.next(kind, from: found.last.map { $0 + 1 } ?? 0) {
        found.append(next)
      }
      #expect(found == (0..<passage.count).filter { belongs(passage[$0]) })
    }
  }

  @Test("Phrases are found as each of their words is")
  func phrases() throws {
    let phrases: Phrases = ["获悉", "据了解", "了解到", "为", "www."]
    let words: [StaticString] = ["获悉", "据了解", "了解到", "为", "www."]
    let text = "记者获悉，据了解到为www.获www"
    let passage = try draft(text).passage(marked: try corpusLexicon().forward)
    for index in -1...passage.count + 1 {
      #expect(
        passage.starts(phrases, at: index) == words.contains { passage.starts($0, at: index) })
      #expect(
        passage.ends(phrases, before: index) == words.contains { passage.ends($0, before: index) })
      for end in max(0, index)..<passage.count + 1 where index >= 0 {
        let range = index..<end
        #expect(
          passage.contains(phrases, in: range) == words.contains { passage.contains($0, in: range) }
        )
        #expect(passage.reads(phrases, range) == words.contains { passage.reads($0, range) })
      }
    }
    #expect(passage.length(of: phrases, before: 8) == 3)
  }

  @Test("Every name of an indicator leads to it, and nothing else does")
  func names() throws {
    let lexicon = try corpusLexicon()
    for indicator in lexicon.indicators {
      for name in indicator.names {
        #expect(lexicon.indicatorID(named: name) == lexicon.indicator(named: name)?.id)
        #expect(lexicon.indicator(named: name)?.names.contains(name) == true)
        #expect(lexicon.indicatorID(named: name + "无") == nil)
      }
    }
    #expect(lexicon.indicatorID(named: "") == nil)
  }
}
