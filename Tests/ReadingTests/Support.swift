import Foundation
import Reading

/// The repository's root, found from where this file lies.
let repositoryRoot: URL = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A reader with the lexicon that ships.
let reader: Reader = {
  do {
    let file = repositoryRoot.appending(path: "Resources/lexicon.txt")
    return Reader(lexicon: try Lexicon(parsing: [UInt8](Data(contentsOf: file)), file: file.path))
  } catch {
    fatalError("the shipped lexicon does not load: \(error)")
  }
}()

/// The text of a file under Tests/Corpus/reading, without comments and blank lines.
func corpusLines(_ name: String) throws -> [String] {
  let file = repositoryRoot.appending(path: "Tests/Corpus/reading/\(name)")
  return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    .map(String.init).filter { !$0.hasPrefix("#") && !$0.isEmpty }
}

/// A report of 2024 that holds `sentence` under the heading that `section` names.
func report(_ sentence: String, section: String) -> [UInt8] {
  let head = "政府工作报告\n——2024年1月20日在云溪区第九届人民代表大会第四次会议上\n"
  let heading =
    switch section {
    case "past": "一、2023年工作回顾\n"
    case "plan": "二、2024年工作安排\n"
    case "years": "一、过去五年工作回顾\n"
    default: ""
    }
  return Array((head + heading + sentence + "\n").utf8)
}

func read(_ sentence: String, section: String = "past") throws -> ReadDocument {
  try reader.read(report(sentence, section: section), name: "case", year: nil)
}

/// SplitMix64: seeded, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The lexicon that ships.
func corpusLexicon() throws -> Lexicon {
  let file = repositoryRoot.appending(path: "Resources/lexicon.txt")
  return try Lexicon(parsing: [UInt8](Data(contentsOf: file)), file: file.path)
}
