import Quantities

/// What the text of a document was taken from, for those who read the output.
public struct SourceNote: Sendable, Hashable {
  /// `text`, `html`, `pdf` or `docx`.
  public let kind: String
  /// The encoding of the file, such as `GB18030`.
  public let encoding: String
  /// The name of the file with the text that all places refer to; `nil` if that is the input.
  public let text: String?
  /// What a reader should know, each a sentence.
  public let notes: [String]

  /// A note of these.
  public init(kind: String, encoding: String, text: String?, notes: [String]) {
    self.kind = kind
    self.encoding = encoding
    self.text = text
    self.notes = notes
  }
}

extension ReadDocument {
  /// The document as JSON in UTF-8: an object with `name`, `year`, `source`, `articles`,
  /// `outline`, `figures`, `targets`, `undertakings`, `problems` and `findings`; one of these a
  /// line.
  ///
  /// Keys stand in a fixed order and absent values are left out, so equal readings give equal
  /// bytes. docs/reference/reading.schema.json says what may stand where.
  public func json(source: SourceNote? = nil) -> [UInt8] {
    // JSON is some four times as long as the text.
    JSONWriter.bytes(capacity: bytes.count * 5 + 4096) { writer in
      writer.open("{")
      writer.field("name", name)
      writer.field("year", year)
      if let source { Self.write(source, &writer) }
      write(articles, "articles", &writer) { article, writer in Self.write(article, &writer) }
      write(outline, "outline", &writer) { heading, writer in
        writer.field("level", heading.level)
        writer.field("title", heading.title)
        writer.field("start", Int(heading.span.start))
        writer.field("end", Int(heading.span.end))
      }
      write(figures, "figures", &writer) { figure, writer in Self.write(figure, &writer) }
      write(targets, "targets", &writer) { aim, writer in Self.write(aim, &writer) }
      var path = WrittenPath()
      write(undertakings.indices, "undertakings", &writer) { index, writer in
        write(undertaking: index, &path, &writer)
      }
      write(problems, "problems", &writer) { problem, writer in Self.write(problem, &writer) }
      write(findings, "findings", &writer) { finding, writer in finding.write(&writer) }
      writer.close("}")
      writer.endLine()
    }
  }

  private func write(
    _ indices: Range<Int>, _ name: StaticString, _ writer: inout JSONWriter,
    _ body: (Int, inout JSONWriter) -> Void
  ) {
    writer.key(name)
    writer.open("[")
    for index in indices {
      writer.newline()
      writer.open("{")
      body(index, &writer)
      writer.close("}")
    }
    writer.close("]")
  }

  private func write<Element>(
    _ elements: [Element], _ name: StaticString, _ writer: inout JSONWriter,
    _ body: (borrowing Element, inout JSONWriter) -> Void
  ) {
    write(elements.indices, name, &writer) { index, writer in body(elements[index], &writer) }
  }

  private static func write(_ article: borrowing Article, _ writer: inout JSONWriter) {
    writer.key("headline")
    if let headline = article.headline { writer.string(headline) } else { writer.null() }
    writer.key("kicker")
    write(article.kicker, &writer)
    writer.key("byline")
    writer.open("[")
    for person in article.byline { writer.string(person) }
    writer.close("]")
    write(article.paragraphs, &writer)
    writer.key("cut_off")
    writer.open("[")
    for index in article.cutOff { writer.integer(index) }
    writer.close("]")
  }

  private static func write(_ paragraphs: [[Range<Int>]], _ writer: inout JSONWriter) {
    writer.key("paragraphs")
    writer.open("[")
    for paragraph in paragraphs { write(paragraph, &writer) }
    writer.close("]")
  }

  /// Ranges of Unicode scalars, as pairs of start and end.
  private static func write(_ ranges: [Range<Int>], _ writer: inout JSONWriter) {
    writer.open("[")
    for range in ranges {
      writer.open("[")
      writer.integer(range.lowerBound)
      writer.integer(range.upperBound)
      writer.close("]")
    }
    writer.close("]")
  }

  private static func write(_ source: SourceNote, _ writer: inout JSONWriter) {
    writer.key("source")
    writer.open("{")
    writer.field("kind", source.kind)
    writer.field("encoding", source.encoding)
    writer.field("text", source.text)
    if !source.notes.isEmpty {
      writer.key("notes")
      writer.open("[")
      for note in source.notes { writer.string(note) }
      writer.close("]")
    }
    writer.close("}")
  }

  static func write(_ aim: borrowing Aim, _ writer: inout JSONWriter) {
    writer.field("quote", aim.excerpt)
    writer.field("at", aim.at)
    writer.field("indicator", aim.indicator)
    writer.field("kind", aim.kind.rawValue)
    writer.field("period", aim.period)
    writer.field("figure", aim.figureIndex)
  }

  /// The path written last: undertakings under one heading have it in common.
  struct WrittenPath {
    var path: [String] = []
    /// Where it stands in what is written; empty before the first.
    var range = 0..<0
  }

  /// Takes one field after the other: a copy of a whole undertaking costs more than writing it.
  func write(undertaking index: Int, _ last: inout WrittenPath, _ writer: inout JSONWriter) {
    writer.key("quote")
    writer.string(bytes, undertakings[index].excerpt.span.range)
    writer.field("at", undertakings[index].at)
    writer.key("path")
    if !last.range.isEmpty, last.path == undertakings[index].path {
      writer.value(again: last.range)
    } else {
      let start = writer.count
      writer.open("[")
      for title in undertakings[index].path { writer.string(title) }
      writer.close("]")
      last = WrittenPath(path: undertakings[index].path, range: start..<writer.count)
    }
    if let year = undertakings[index].year {
      writer.key("year")
      if let first = undertakings[index].firstYear {
        writer.string(Undertaking.yearText(first, year))
      } else {
        writer.quoted(year)
      }
    }
    guard !undertakings[index].bodies.isEmpty else { return }
    writer.key("bodies")
    writer.open("[")
    for body in undertakings[index].bodies { writer.string(body) }
    writer.close("]")
  }

  static func write(_ problem: borrowing Problem, _ writer: inout JSONWriter) {
    writer.field("at", problem.at)
    writer.field("quote", problem.quote)
    writer.field("what", problem.what)
  }

  static func write(_ figure: borrowing Figure, _ writer: inout JSONWriter) {
    writer.field("index", figure.index)
    writer.field("quote", figure.quote)
    writer.field("at", figure.at)
    writer.field("indicator", figure.indicator)
    writer.field("indicatorID", figure.indicatorID)
    writer.field("value", figure.value)
    writer.field("high", figure.high)
    writer.field("unit", figure.unit)
    writer.field("form", figure.form.rawValue)
    writer.field("comparator", figure.comparator.rawValue)
    writer.field("standing", figure.standing.rawValue)
    writer.field("period", figure.period)
    writer.field("start", Int(figure.span.start))
    writer.field("end", Int(figure.span.end))
    guard !figure.reasons.isEmpty else { return }
    writer.key("reasons")
    writer.open("[")
    for reason in figure.reasons {
      writer.open("{")
      writer.field("field", reason.field.rawValue)
      writer.field("rule", reason.rule.rawValue)
      writer.key("words")
      writer.open("[")
      for words in reason.words {
        writer.open("{")
        writer.field("quote", words.quote)
        writer.field("at", words.at)
        writer.close("}")
      }
      writer.close("]")
      writer.close("}")
    }
    writer.close("]")
  }
}
