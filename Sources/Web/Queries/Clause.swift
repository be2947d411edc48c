import Quantities

/// The clause that a span of a text stands in.
struct Clause: Sendable, Hashable {
  let text: String
  /// The span's own words.
  let quote: String

  /// Bytes kept on either side at most: some forty characters.
  private static let reachMax = 120

  /// Ends of clauses: line ends, `,` `;` and the Chinese comma, enumeration comma, stops, colon.
  private static let ends: Set<Unicode.Scalar> = [
    "\n", "\r", ",", ";", ":", "，", "。", "；", "：", "！", "？",
  ]

  /// `nil` where the span is not in the text or cuts a character.
  init?(around span: ByteSpan, in bytes: [UInt8]) {
    let range = span.range
    guard range.upperBound <= bytes.count else { return nil }
    let reach = Self.reachMax
    // Cutting a character at the far ends is harmless: it becomes U+FFFD and is dropped.
    let before = String(
      decoding: bytes[max(0, range.lowerBound - reach)..<range.lowerBound], as: UTF8.self)
    let after = String(
      decoding: bytes[range.upperBound..<min(bytes.count, range.upperBound + reach)],
      as: UTF8.self)
    guard let quote = String(validating: bytes[range], as: UTF8.self) else { return nil }
    let head = before.unicodeScalars.reversed().prefix { !Self.ends.contains($0) }.reversed()
    let tail = after.unicodeScalars.prefix { !Self.ends.contains($0) }
    self.quote = quote
    var words = String.UnicodeScalarView()
    words.append(contentsOf: head)
    words.append(contentsOf: quote.unicodeScalars)
    words.append(contentsOf: tail)
    let kept = words.filter { $0 != "\u{FFFD}" && $0 != "\u{3000}" }
    text = String(String.UnicodeScalarView(kept)).trimmingPrefix { $0 == " " }.description
  }
}
