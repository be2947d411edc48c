import Quantities

/// Reads reports: bytes in, a `ReadDocument` out.
///
/// A reader is made once from a lexicon and can be used from many tasks at once. The same bytes
/// give the same reading, always.
public struct Reader: Sendable {
  let lexicon: Lexicon

  /// A reader that knows the words of `lexicon`.
  public init(lexicon: Lexicon) {
    self.lexicon = lexicon
  }

  /// Reads one text.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8, with or without byte order mark.
  ///   - name: The file name, kept in the result.
  ///   - year: The year the report is given in, or `nil` to take it from the text.
  ///   - explains: Whether each figure carries the reasons of its fields.
  /// - Throws: `ReadingError` for what is not a text; nothing written in a text is an error.
  public func read(
    _ bytes: [UInt8], name: String, year: Int?, explains: Bool = false
  ) throws(ReadingError) -> ReadDocument {
    let source = try SourceText(bytes)
    let layout = PageLayout(source)
    let reportYear = year ?? ReportYear(source: source, lexicon: lexicon).find(layout)
    var walk = DocumentWalk(
      source: source, lexicon: lexicon, reportYear: reportYear, explains: explains)
    walk.read(layout)
    var document = walk.document(name: name, layout)
    var pass = FindingPass(document, lexicon: lexicon)
    document.findings = pass.run()
    return document
  }
}
