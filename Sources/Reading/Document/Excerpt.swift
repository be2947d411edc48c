import Quantities

/// A piece of the source, kept as a place in it; a string of it is made only when asked for.
struct Excerpt: Sendable, Hashable {
  let source: [UInt8]
  let span: ByteSpan

  /// The piece, verbatim.
  var string: String { String(decoding: source[span.range], as: UTF8.self) }

  static func == (one: Excerpt, other: Excerpt) -> Bool {
    one.span == other.span && one.source[one.span.range] == other.source[other.span.range]
  }

  func hash(into hasher: inout Hasher) { hasher.combine(span) }
}
