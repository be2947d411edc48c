/// A relative address on this server, put together from parts that are percent-encoded one by one.
///
/// It cannot name a scheme or a host, so whatever a part holds, a link stays on the site.
package struct Address: Sendable, Hashable {
  /// As it stands in a link, before HTML escaping.
  package let text: String

  /// `path` are the segments after the first slash; query items without a value are left out.
  package init(
    path: [String], query: [(name: String, value: String?)] = [], fragment: String? = nil
  ) {
    var text = "/" + path.map(Self.encoded).joined(separator: "/")
    var separator = "?"
    for item in query {
      guard let value = item.value else { continue }
      text += "\(separator)\(Self.encoded(item.name))=\(Self.encoded(value))"
      separator = "&"
    }
    if let fragment { text += "#" + Self.encoded(fragment) }
    self.text = text
  }

  /// A place in the same page.
  package init(fragment: String) {
    self.text = "#" + Self.encoded(fragment)
  }

  /// Percent-encodes everything but RFC 3986's unreserved characters and the comma.
  private static func encoded(_ part: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var result = ""
    for byte in part.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ","):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += "%"
        result.unicodeScalars.append(digits[Int(byte >> 4)])
        result.unicodeScalars.append(digits[Int(byte & 15)])
      }
    }
    return result
  }
}

extension Address: CustomStringConvertible {
  /// The address itself.
  package var description: String { text }
}
