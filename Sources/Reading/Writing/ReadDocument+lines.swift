extension ReadDocument {
  /// One JSON object a line for each figure, target, undertaking, problem and finding, in that
  /// order.
  ///
  /// Each begins with `document`, the document's name, and `layer`: `figure`, `target`,
  /// `undertaking`, `problem` or `finding`. The other keys are those of `json()`. The key is not
  /// called `kind`, because targets and findings have a `kind` of their own.
  public func jsonLines() -> [UInt8] {
    var writer = JSONWriter()
    for figure in figures { line("figure", &writer) { Self.write(figure, &$0) } }
    for aim in targets { line("target", &writer) { Self.write(aim, &$0) } }
    for index in undertakings.indices {
      line("undertaking", &writer) { one in
        var path = WrittenPath()
        write(undertaking: index, &path, &one)
      }
    }
    for problem in problems { line("problem", &writer) { Self.write(problem, &$0) } }
    for finding in findings { line("finding", &writer) { finding.write(&$0) } }
    return writer.bytes
  }

  private func line(
    _ layer: String, _ writer: inout JSONWriter, _ body: (inout JSONWriter) -> Void
  ) {
    var one = JSONWriter()
    one.open("{")
    one.field("document", name)
    one.field("layer", layer)
    body(&one)
    one.close("}")
    one.endLine()
    writer.append(one)
  }
}
