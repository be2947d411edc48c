/// HTML as it will be sent, written by string interpolation.
///
/// The literal parts are HTML; what is interpolated is escaped unless it is `HTML` or an `Address`
/// itself. There is no way from a `String` to `HTML` but escaping, so a text typed by somebody can
/// never become markup:
///
///     let row: HTML = "<td>\(name)</td>"
package struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// The markup.
  package private(set) var markup: String

  /// A literal without interpolation.
  package init(stringLiteral value: String) {
    self.markup = value
  }

  /// A literal with interpolations.
  package init(stringInterpolation: StringInterpolation) {
    self.markup = stringInterpolation.markup
  }

  /// Escaped text.
  package init(text: String) {
    var markup = ""
    appendEscaped(text, to: &markup)
    self.markup = markup
  }

  /// Nothing.
  package static let empty: HTML = ""

  /// One after the other, with nothing in between.
  package init(joining parts: some Sequence<HTML>) {
    var markup = ""
    for part in parts { markup += part.markup }
    self.markup = markup
  }

  /// A `<style>` element for pages that stand alone; the rules must not end the element.
  package static func style(_ rules: String) -> HTML {
    precondition(!rules.contains("</"), "a style sheet must not close its element")
    var html = HTML.empty
    html.markup = "<style>\n\(rules)</style>"
    return html
  }

  /// One after the other.
  package static func + (left: HTML, right: HTML) -> HTML {
    var sum = left
    sum.markup += right.markup
    return sum
  }

  /// Builds the markup piece by piece.
  package struct StringInterpolation: StringInterpolationProtocol, Sendable {
    var markup: String

    /// Room for the literal and about as much again.
    package init(literalCapacity: Int, interpolationCount: Int) {
      markup = ""
      markup.reserveCapacity(literalCapacity + interpolationCount * 24)
    }

    /// Literal parts stand as they are.
    package mutating func appendLiteral(_ literal: String) { markup += literal }

    /// Text is escaped for content and for quoted attributes alike.
    package mutating func appendInterpolation(_ text: String) {
      appendEscaped(text, to: &markup)
    }

    /// Text that may be missing; nothing is written then.
    package mutating func appendInterpolation(_ text: String?) {
      if let text { appendEscaped(text, to: &markup) }
    }

    /// Markup stands as it is.
    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }

    /// Markup that may be missing.
    package mutating func appendInterpolation(_ html: HTML?) {
      if let html { markup += html.markup }
    }

    /// Markup in a row.
    package mutating func appendInterpolation(_ parts: some Sequence<HTML>) {
      for part in parts { markup += part.markup }
    }

    /// A whole number in ASCII digits.
    package mutating func appendInterpolation(_ number: some FixedWidthInteger) {
      markup += String(number)
    }

    /// An address, for `href`, `src` and `action`.
    package mutating func appendInterpolation(_ address: Address) {
      appendEscaped(address.text, to: &markup)
    }
  }
}

/// Appends `text` with the five characters escaped that mean something in HTML.
private func appendEscaped(_ text: String, to markup: inout String) {
  // Nearly all texts need nothing, and then are appended in one piece.
  guard text.utf8.contains(where: needsEscape) else {
    markup += text
    return
  }
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": markup += "&amp;"
    case "<": markup += "&lt;"
    case ">": markup += "&gt;"
    case "\"": markup += "&quot;"
    case "'": markup += "&#39;"
    // Control characters are not allowed in HTML at all, but for tab and line ends.
    case "\u{0}"..."\u{8}", "\u{B}"..."\u{C}", "\u{E}"..."\u{1F}", "\u{7F}": markup += "\u{FFFD}"
    default: markup.unicodeScalars.append(scalar)
    }
  }
}

private func needsEscape(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x26, 0x3C, 0x3E, 0x22, 0x27, 0x7F: true
  case 0x09, 0x0A, 0x0D: false
  default: byte < 0x20
  }
}
