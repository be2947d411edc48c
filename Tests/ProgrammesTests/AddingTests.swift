// Definitions added to a set: as if all had been checked together, and the same text read once.

import ProgrammeFiles
import Programmes
import Testing

@Suite struct AddingTests {
  private static func text(_ name: String) throws -> String {
    String(decoding: try bytes(of: "\(packagesFolder)/\(name).yaml"), as: UTF8.self)
  }

  private static func genesis() throws -> ProgrammeSet {
    try readProgrammes([("programmes.yaml", try bytes(of: "\(packagesFolder)/programmes.yaml"))])
  }

  @Test func `added at once, one by one or from the beginning it is the same set`() throws {
    let texts = try packageNames.map(Self.text)
    let atOnce = try Self.genesis().adding(texts) { index throws(DefinitionErrors) in
      try readProgramme(Array(texts[index].utf8), file: "\(packageNames[index]).yaml")
    }
    var oneByOne = try Self.genesis()
    for (name, text) in zip(packageNames, texts) {
      oneByOne = try oneByOne.adding([text]) { _ throws(DefinitionErrors) in
        try readProgramme(Array(text.utf8), file: "\(name).yaml")
      }
    }
    let whole = try bundled()
    for set in [atOnce, oneByOne] {
      #expect(set.programmes.map(\.reference) == whole.programmes.map(\.reference))
      #expect(set.allMeasures.map(\.id) == whole.allMeasures.map(\.id))
    }
  }

  @Test func `the same texts are read once, and other texts are not mistaken for them`() throws {
    let genesis = try Self.genesis()
    let texts = try ["units", "accounts"].map(Self.text)
    var reads = 0
    func adding(_ texts: [String]) throws -> ProgrammeSet {
      try genesis.adding(texts) { index throws(DefinitionErrors) in
        reads += 1
        return try readProgramme(Array(texts[index].utf8), file: "test.yaml")
      }
    }
    let first = try adding(texts)
    #expect(try adding(texts).programmes.count == first.programmes.count)
    #expect(reads == 2)
    #expect(try adding([texts[0]]).programmes.count == 2)
    #expect(reads == 3)
  }

  @Test func `what cannot be added is refused each time`() throws {
    let genesis = try Self.genesis()
    for _ in 0..<2 {
      #expect(throws: DefinitionErrors.self) {
        try genesis.adding(["programme: x"]) { _ throws(DefinitionErrors) in
          try readProgramme(Array("programme: x".utf8), file: "x.yaml")
        }
      }
    }
  }
}
