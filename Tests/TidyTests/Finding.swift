import Testing

/// Something that breaks a rule of the house.
struct Finding: CustomStringConvertible, Hashable {
  let path: String
  /// From 1.
  let line: Int
  let problem: String
  let remedy: String

  var description: String { "\(path):\(line): \(problem), \(remedy)" }
}

/// A check of one file.
struct Rule: CustomTestStringConvertible, Sendable {
  let name: String
  /// Which files it is for.
  let applies: @Sendable (SourceText) -> Bool
  let check: @Sendable (SourceText) -> [Finding]

  var testDescription: String { name }

  func findings(in file: SourceText) -> [Finding] { applies(file) ? check(file) : [] }
}

extension Rule {
  /// A word that may not stand in code, in any of `places`, except in some.
  static func banned(
    _ words: [String], in places: [String] = ["Sources"], except: [String] = [], use remedy: String
  ) -> Rule {
    Rule(name: words.joined(separator: " or ")) { file in
      file.isSwift && file.isIn(places) && !file.isIn(except)
    } check: { file in
      found(words, in: file.code, of: file.path, use: remedy)
    }
  }

  /// The lines that have one of the words, each once.
  static func found(
    _ words: [String], in lines: [String], of path: String, use remedy: String
  ) -> [Finding] {
    lines.enumerated().compactMap { index, line in
      words.first { has(line, $0) }
        .map { Finding(path: path, line: index + 1, problem: "`\($0)`", remedy: remedy) }
    }
  }

  /// Whether a word stands in a line, not as a part of a longer name.
  static func has(_ line: String, _ word: String) -> Bool {
    var rest = line[...]
    while let range = rest.firstRange(of: word) {
      let before = line[..<range.lowerBound].last
      let after = line[range.upperBound...].first
      let isCut =
        (isName(word.first) && isName(before)) || (isName(word.last) && isName(after))
      if !isCut { return true }
      rest = line[range.upperBound...]
    }
    return false
  }

  private static func isName(_ character: Character?) -> Bool {
    guard let character else { return false }
    return character.isLetter || character.isNumber || character == "_"
  }
}
