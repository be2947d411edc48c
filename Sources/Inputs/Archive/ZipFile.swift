/// The files in a ZIP archive, found by the directory at its end.
struct ZipFile {
  private let bytes: [UInt8]
  private let entries: [String: Entry]

  private struct Entry {
    let method: Int
    let packed: Int
    let unpacked: Int
    let header: Int
  }

  init(_ bytes: [UInt8]) throws(InputError) {
    self.bytes = bytes
    // The directory's end stands before a comment of 65,535 bytes at most.
    let floor = max(0, bytes.count - 65_557)
    var end = bytes.count - 22
    while end >= floor, !Self.has(bytes, [0x50, 0x4B, 0x05, 0x06], at: end) { end -= 1 }
    guard end >= floor else { throw .brokenArchive(detail: "it is cut off") }
    var place = Self.number(bytes, end + 16, 4)
    var entries: [String: Entry] = [:]
    for _ in 0..<Self.number(bytes, end + 10, 2) {
      guard place + 46 <= bytes.count, Self.has(bytes, [0x50, 0x4B, 0x01, 0x02], at: place) else {
        throw .brokenArchive(detail: "its directory is damaged")
      }
      let nameCount = Self.number(bytes, place + 28, 2)
      guard place + 46 + nameCount <= bytes.count else {
        throw .brokenArchive(detail: "its directory is damaged")
      }
      let name = String(decoding: bytes[place + 46..<place + 46 + nameCount], as: UTF8.self)
      entries[name] = Entry(
        method: Self.number(bytes, place + 10, 2), packed: Self.number(bytes, place + 20, 4),
        unpacked: Self.number(bytes, place + 24, 4), header: Self.number(bytes, place + 42, 4))
      place +=
        46 + nameCount + Self.number(bytes, place + 30, 2)
        + Self.number(bytes, place + 32, 2)
    }
    self.entries = entries
  }

  func has(_ name: String) -> Bool { entries[name] != nil }

  /// The content of a file, never more than `countMax` bytes, whatever the archive says of it.
  func content(_ name: String, countMax: Int) throws(InputError) -> [UInt8] {
    guard let entry = entries[name] else {
      throw .brokenArchive(detail: "\(name) is missing")
    }
    guard entry.header + 30 <= bytes.count,
      Self.has(bytes, [0x50, 0x4B, 0x03, 0x04], at: entry.header)
    else { throw .brokenArchive(detail: "\(name) is missing") }
    let start =
      entry.header + 30 + Self.number(bytes, entry.header + 26, 2)
      + Self.number(bytes, entry.header + 28, 2)
    guard start + entry.packed <= bytes.count else {
      throw .brokenArchive(detail: "\(name) is cut off")
    }
    let packed = bytes[start..<start + entry.packed]
    switch entry.method {
    case 0:
      guard packed.count <= countMax else { throw .tooLarge(part: name, bytesMax: countMax) }
      return Array(packed)
    case 8:
      do throws(Inflate.Fault) {
        let content = try Inflate.unpack(packed, countMax: countMax)
        guard content.count == entry.unpacked else {
          throw Inflate.Fault.damaged
        }
        return content
      } catch {
        switch error {
        case .damaged: throw .brokenArchive(detail: "\(name) cannot be unpacked")
        case .tooLarge: throw .tooLarge(part: name, bytesMax: countMax)
        }
      }
    default:
      throw .brokenArchive(detail: "\(name) is packed by method \(entry.method), or encrypted")
    }
  }

  private static func has(_ bytes: [UInt8], _ mark: [UInt8], at place: Int) -> Bool {
    place >= 0 && place + mark.count <= bytes.count
      && bytes[place..<place + mark.count].elementsEqual(mark)
  }

  /// A little-endian number of `count` bytes; 0 outside the file.
  private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
    guard place >= 0, place + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }
}
