import Foundation
import Programmes
import Quantities

/// A JSON value of a request, as far as one can be entered exactly.
enum RequestValue: Decodable, Equatable {
  case truth(Bool)
  case integer(Int64)
  case text(String)
  case list([RequestValue])
  case object([String: RequestValue])

  init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: Name.self) {
      var members: [String: RequestValue] = [:]
      for name in object.allKeys {
        members[name.stringValue] = try object.decode(RequestValue.self, forKey: name)
      }
      self = .object(members)
      return
    }
    if var list = try? decoder.unkeyedContainer() {
      var items: [RequestValue] = []
      while !list.isAtEnd { items.append(try list.decode(RequestValue.self)) }
      self = .list(items)
      return
    }
    let single = try decoder.singleValueContainer()
    if let truth = try? single.decode(Bool.self) {
      self = .truth(truth)
    } else if let integer = try? single.decode(Int64.self) {
      self = .integer(integer)
    } else if let text = try? single.decode(String.self) {
      self = .text(text)
    } else {
      // A JSON number with a point would pass through binary floating point on its way.
      let path = decoder.codingPath.map(\.stringValue).joined(separator: ".")
      throw RequestFault(
        "\"\(path)\" is null or no whole number; leave it out, or write the number as text, such "
          + "as \"12.50\"")
    }
  }

  /// The name of a member, or the place of an item.
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { return nil }
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }

  var integer: Int64? { if case .integer(let integer) = self { integer } else { nil } }

  /// The value of a field; what it means is for the field's type to say.
  func value(of name: String) throws(RequestFault) -> Value {
    switch self {
    case .truth(let truth): return .truth(truth)
    case .integer(let integer): return .integer(integer)
    case .text(let text): return .text(text)
    case .object(let members): return try Self.place(members, name)
    case .list(let items):
      var values: [[String: Value]] = []
      for item in items {
        guard case .object(let members) = item else {
          throw RequestFault("\"\(name)\": each item of a list is an object, such as {\"kind\": …}")
        }
        var item: [String: Value] = [:]
        for (member, value) in members { item[member] = try value.value(of: "\(name).\(member)") }
        values.append(item)
      }
      return .list(values)
    }
  }

  private static func place(
    _ members: [String: RequestValue], _ name: String
  ) throws(RequestFault) -> Value {
    guard Set(members.keys) == ["latitude", "longitude"],
      let latitude = members["latitude"]?.millionths,
      let longitude = members["longitude"]?.millionths
    else {
      throw RequestFault(
        "\"\(name)\": an object is a place, {\"latitude\": \"40.076\", \"longitude\": \"113.3\"}, "
          + "with at most six digits after the point")
    }
    return .place(latitude: latitude, longitude: longitude)
  }

  private var millionths: Int32? {
    guard let text, let number = Decimal64(text)?.rescaled(to: 6) else { return nil }
    return Int32(exactly: number.mantissa)
  }
}

/// What is wrong with a line of requests, and how to mend it.
struct RequestFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
