import Reading
import Testing

/// One sentence of the corpus with its figures.
struct CorpusCase: Sendable, CustomTestStringConvertible {
  let section: String
  let sentence: String
  var figures: [[String]] = []

  var testDescription: String { sentence }

  static func load() throws -> [CorpusCase] {
    var cases: [CorpusCase] = []
    for line in try corpusLines("figures.txt") {
      if line.hasPrefix("=") {
        let fields = line.dropFirst().split(separator: "|", omittingEmptySubsequences: false)
        cases[cases.count - 1].figures.append(
          fields.map { $0.trimmingPrefix(while: { $0 == " " }).description.trimmedEnd })
      } else if let blank = line.firstIndex(of: " ") {
        cases.append(
          CorpusCase(
            section: String(line[..<blank]), sentence: String(line[line.index(after: blank)...])))
      }
    }
    return cases
  }
}

extension String {
  var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

@Suite struct CorpusTests {
  @Test(arguments: try CorpusCase.load())
  func `every figure of a known sentence is read as written down`(_ item: CorpusCase) throws {
    let figures = try read(item.sentence, section: item.section).figures
    let found = figures.map { figure in
      [
        figure.value, figure.unit, figure.form.rawValue, figure.comparator.rawValue,
        figure.standing.rawValue, figure.period ?? "", figure.indicator,
      ]
    }
    try #require(found.count == item.figures.count, "\(found)")
    for (expected, actual) in zip(item.figures, found) {
      for (want, got) in zip(expected, actual) where want != "*" {
        #expect(got == want, "\(actual)")
      }
    }
  }

  @Test(arguments: try corpusLines("traps.txt"))
  func `names, dates and slogans are not figures`(_ sentence: String) throws {
    for section in ["past", "plan", "open"] {
      let found = try read(sentence, section: section).figures
      #expect(found.isEmpty, "\(section): \(found.map(\.quote))")
    }
  }
}
