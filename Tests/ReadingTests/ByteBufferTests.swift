import Testing

@testable import Reading

@Suite("Bytes of an output")
struct ByteBufferTests {
  /// `text` as a string of JSON, by the letter of RFC 8259.
  private func quoted(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x22]
    for byte in text {
      switch byte {
      case 0x22: out += "\\\"".utf8
      case 0x5C: out += "\\\\".utf8
      case 0x0A: out += "\\n".utf8
      case 0x0D: out += "\\r".utf8
      case 0x09: out += "\\t".utf8
      case 0..<0x20:
        let hex = String(byte, radix: 16)
        out += "\\u00\(hex.count < 2 ? "0" : "")\(hex)".utf8
      default: out.append(byte)
      }
    }
    return out + [0x22]
  }

  @Test("Only what JSON escapes is escaped, wherever it stands")
  func escapes() {
    for length in 1...20 {
      for place in 0..<length {
        for byte in UInt8(0)..<0x80 {
          var text = [UInt8](repeating: 0x61, count: length)
          text[place] = byte
          var buffer = ByteBuffer(capacity: 1)
          buffer.append(quoted: String(decoding: text, as: UTF8.self))
          buffer.append(quoted: text, 0..<length)
          #expect(buffer.bytes == quoted(text) + quoted(text))
        }
      }
    }
  }

  @Test("Chinese text stays as it is, short and long", arguments: [0, 1, 3, 200])
  func ideographs(_ times: Int) {
    let text = String(repeating: "完成投资３亿元，增长“６％”。\u{7F}\u{80}😀", count: times)
    var buffer = ByteBuffer()
    buffer.append(quoted: text)
    #expect(buffer.bytes == [0x22] + Array(text.utf8) + [0x22])
  }

  @Test(
    "Numbers of every length",
    arguments: [0, 7, 10, 99, 100, -1, 1_234_567_890, Int.max, Int.min, 1_000_000_000_000_000_000])
  func numbers(_ number: Int) {
    var buffer = ByteBuffer(capacity: 1)
    buffer.append(number: number)
    #expect(String(decoding: buffer.bytes, as: UTF8.self) == String(number))
  }

  @Test("Keys, words and other buffers stand one behind the other")
  func pieces() {
    var other = ByteBuffer()
    other.append("null")
    var buffer = ByteBuffer(capacity: 1)
    buffer.append(key: "at", comma: false)
    buffer.append(other)
    let names: [StaticString] = [
      "a", "at", "end", "unit", "quote", "indicator", "abcdefghijklmnopq",
    ]
    var keys = ""
    for _ in 0..<9 {
      for name in names {
        buffer.append(key: name, comma: true)
        keys += ",\"\(name)\":"
      }
    }
    buffer.append(byte: 0x0A)
    keys += "\n"
    #expect(String(decoding: buffer.bytes, as: UTF8.self) == "\"at\":null" + keys)
  }

  @Test("Output is the same whatever room it was given", arguments: [0, 1, 10, 63, 64, 5000])
  func room(_ capacity: Int) {
    let bytes = ByteBuffer.bytes(capacity: capacity) { buffer in
      for number in 0..<40 {
        let start = buffer.count
        buffer.append(number: number)
        buffer.append(quoted: "增长")
        buffer.append(again: start..<buffer.count)
      }
    }
    let expected = (0..<40).map { number in String(repeating: "\(number)\"增长\"", count: 2) }
    #expect(String(decoding: bytes, as: UTF8.self) == expected.joined())
  }
}
