extension Finding {
  /// The members of the finding's object; exact decimals are strings.
  func write(_ writer: inout JSONWriter) {
    writer.field("kind", kind.rawValue)
    writer.field("verdict", verdict.rawValue)
    writer.key("figures")
    writer.open("[")
    for index in figures { writer.integer(index) }
    writer.close("]")
    writer.field("expected", expected)
    writer.field("printed", printed)
    writer.field("unit", unit)
    writer.field("tolerance", tolerance)
    writer.field("formula", formula)
    writer.field("zh", chineseMessage)
    writer.field("en", message)
  }
}
