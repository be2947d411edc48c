public import Quantities

/// Everything read from one text.
public struct ReadDocument: Sendable {
  /// The file name the caller gave.
  public let name: String
  /// The year the report is given in, from the caller or from the text.
  public let year: Int?
  /// The source, UTF-8, unchanged.
  public let bytes: [UInt8]
  /// The articles of the text, in order of first appearance.
  public let articles: [Article]
  /// The heading tree, flattened, in the order of the text.
  public let outline: [Heading]
  /// In the order of the text.
  public let figures: [Figure]
  /// In the order of the text; an aim for two indicators stands twice.
  public let targets: [Aim]
  /// In the order of the text.
  public let undertakings: [Undertaking]
  /// What could not be read and was left out, in the order of the text.
  public let problems: [Problem]
  /// What the text's own arithmetic shows, in the order of the text.
  public internal(set) var findings: [Finding] = []
}

/// A piece of the text that is damaged: refused, and never guessed.
public struct Problem: Sendable, Hashable {
  /// Where `quote` stands, in UTF-8 bytes of the source.
  public let span: ByteSpan
  /// Where `quote` stands, in Unicode scalars of the source.
  public let at: Int
  /// The damaged piece, verbatim.
  public let quote: String
  /// What is wrong with it, in words.
  public let what: String
}

/// One article: a headline, who wrote it, and its paragraphs.
public struct Article: Sendable, Hashable {
  /// `nil` where the page shows none.
  public let headline: String?
  /// The lines above the headline that name a series or a theme, as ranges of Unicode scalars.
  public let kicker: [Range<Int>]
  /// The reporters named.
  public let byline: [String]
  /// Each paragraph as ranges of Unicode scalars that, joined, are the paragraph with torn pieces
  /// put back together.
  public let paragraphs: [[Range<Int>]]
  /// The indices of the paragraphs that stop in mid-sentence and whose rest is not in the text.
  public let cutOff: [Int]
}

/// One heading of the outline.
public struct Heading: Sendable, Hashable {
  /// 0 for the title, then 1, 2, 3… inwards.
  public let level: Int
  /// The heading's words, without a dash or 一是 before them.
  public let title: String
  /// Where the title stands, in UTF-8 bytes.
  public let span: ByteSpan
}

/// What a body sets for an indicator, numeric or not.
public struct Aim: Sendable, Hashable {
  /// How the aim is expressed; the words are those of the guide.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case number, range, relation, reference, direction
  }

  let excerpt: Excerpt
  /// Where `quote` stands, in Unicode scalars of the source.
  public let at: Int
  /// What is aimed at, in the words of the text.
  public let indicator: String
  /// How the aim is expressed.
  public let kind: Kind
  /// The year aimed at, or a span of years; `nil` where the text does not say.
  public let period: String?
  /// The figure that carries the number, when there is one.
  public internal(set) var figureIndex: Int?

  /// Where `quote` stands, in UTF-8 bytes of the source.
  public var span: ByteSpan { excerpt.span }
  /// The clause that sets the aim, verbatim.
  public var quote: String { excerpt.string }
}

/// Something the body says it will do.
public struct Undertaking: Sendable, Hashable {
  let excerpt: Excerpt
  /// Where `quote` stands, in Unicode scalars of the source.
  public let at: Int
  /// The headings above it, outermost first.
  public let path: [String]
  /// The year it is to be done by; `nil` where the text does not say.
  public let year: Int?
  /// The first of several years that it is to be done in (`“十五五”时期`); `nil` for one year.
  public let firstYear: Int?
  /// The bodies that the text names as responsible, the leading one first; often none.
  public internal(set) var bodies: [String]

  /// The year, or the span of years as `2026/2030`.
  public var yearText: String? {
    year.map { last in firstYear.map { Self.yearText($0, last) } ?? "\(last)" }
  }

  static func yearText(_ first: Int, _ last: Int) -> String { "\(first)/\(last)" }

  /// Where `quote` stands, in UTF-8 bytes of the source.
  public var span: ByteSpan { excerpt.span }
  /// The clauses that say what will be done, verbatim.
  public var quote: String { excerpt.string }
}
