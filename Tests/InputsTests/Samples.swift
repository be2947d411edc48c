import Foundation

/// Files made by hand for the tests.
enum Samples {
  /// A document of two paragraphs and a table, with a deleted word and a field, deflated.
  static let wordXML =
    Data(
      base64Encoded:
        "s7GvyM1RKEstKs7Mz7NVMtQzUFJIzUvOT8nMS7dVCg1x07VQsrezKbdKyU8uzU3NKwGxk/JTKkF0AYgoAhEldk92"
        + "NDxuaHzat/vpzi1Pty99sneOjT5IHEQWgckCdC3Ppm14unvX09Y1T/umoiiGqzA0erpr+fs9PVBZoCtSc0JSK0C2"
        + "9b5Y1ggShokAJTPzikuKwJwAR3dXkCRCBN3kZ11TX2xtMX6ya//T1ubHDU1YHVuSlAOmIHqSMdzf0/5sQTsWnfow"
        + "1Zh6ni6a93Lqftx69CHW6UMt14cFtj5SDAAA"
    ) ?? Data()
  /// Its length.
  static let wordXMLCount = 436

  /// 200,000 times the letter a, deflated.
  static let bomb =
    Data(
      base64Encoded:
        "7cExAQAAAMKgrOtfwgz+QAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAArwE="
    ) ?? Data()

  /// A ZIP archive of one file.
  static func zip(
    _ name: String, _ packed: [UInt8], method: UInt8, unpacked: Int
  ) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let sizes = number(packed.count, 4) + number(unpacked, 4)
    let names = number(name.utf8.count, 2) + [0, 0]
    let common = [method, 0] + Array(repeating: 0, count: 8) + sizes + names
    let local = [0x50, 0x4B, 3, 4, 20, 0, 0, 0] + common + Array(name.utf8) + packed
    let central =
      [0x50, 0x4B, 1, 2, 20, 0, 20, 0, 0, 0] + common
      + Array(repeating: 0, count: 14) + Array(name.utf8)
    return local + central + [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0]
      + number(central.count, 4) + number(local.count, 4) + [0, 0]
  }

  /// A Word document.
  static let word = zip(
    "word/document.xml", [UInt8](wordXML), method: 8, unpacked: wordXMLCount)

  /// A PDF of one page, which shows `line`; without one it has no text.
  static func pdf(_ line: String?) -> [UInt8] {
    let content = line.map { "BT /F1 12 Tf 72 720 Td (\($0)) Tj ET" } ?? "0 0 10 10 re f"
    return Array(
      """
      %PDF-1.4
      1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
      2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
      3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R\
      /Resources<</Font<</F1 5 0 R>>>>>> endobj
      4 0 obj <</Length \(content.utf8.count)>> stream
      \(content)
      endstream endobj
      5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
      trailer <</Root 1 0 R>>
      """.utf8)
  }
}
