import Hummingbird
import Markup
import NIOCore

extension Response {
  /// A page; what it shows changes with every entry, so nobody may keep it unasked.
  static func html(_ page: HTML) -> Response {
    .text(page.markup, type: "text/html; charset=utf-8")
  }

  /// A JSON document.
  static func json(_ json: JSON) -> Response {
    .text(json.text, type: "application/json; charset=utf-8")
  }

  /// A text of any type.
  static func text(_ text: String, type: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// A file to keep.
  static func download(_ bytes: [UInt8], type: String, name: String) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: type, .cacheControl: "no-cache",
        .contentDisposition: "attachment; filename=\"\(name)\"",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
