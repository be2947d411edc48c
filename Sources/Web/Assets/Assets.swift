import Foundation

/// The style sheets, read once when the server starts; a file's name on the site holds a hash of
/// its content, so that browsers may keep it for ever.
package struct Assets: Sendable {
  /// A file as it is sent.
  struct File: Sendable {
    let bytes: [UInt8]
    let type: String
  }

  private let files: [String: File]
  /// The name of the site's style sheet, with its hash.
  package let stylesheet: String

  /// Reads `luoshi.css` from `directory`.
  package init(directory: String) throws {
    let bytes = try Array(Data(contentsOf: URL(filePath: directory).appending(path: "luoshi.css")))
    self.stylesheet = "luoshi.\(Self.hash(bytes)).css"
    self.files = [stylesheet: File(bytes: bytes, type: "text/css; charset=utf-8")]
  }

  /// A file by its name with the hash.
  func file(_ name: String) -> File? { files[name] }

  /// FNV-1a over 64 bits: names need to differ, not to withstand anybody.
  private static func hash(_ bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
