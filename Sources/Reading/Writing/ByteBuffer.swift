// The one file of Reading that writes to memory in place: JSON is several times as long as the
// text, and an array that is asked for room byte by byte takes three times as long to fill.
// Every write stands behind a `reserve` of as much room in the same function.

/// Bytes of an output while it is written; grows by doubling.
@safe
struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Whether the memory is an array's that is being made.
  private var isLent = false
  /// The bytes written.
  private(set) var count = 0

  init(capacity: Int = 4096) {
    self.capacity = max(64, capacity)
    unsafe base = .allocate(capacity: self.capacity)
  }

  private init(lent room: UnsafeMutableBufferPointer<UInt8>, at base: UnsafeMutablePointer<UInt8>) {
    unsafe self.base = base
    capacity = room.count
    isLent = true
  }

  deinit { if !isLent { unsafe base.deallocate() } }

  /// What `write` writes, in an array that is made with room for `capacity` bytes; a copy is made
  /// only where more is written.
  static func bytes(capacity: Int, _ write: (inout ByteBuffer) -> Void) -> [UInt8] {
    var moved: [UInt8]?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(1, capacity)) { room, count in
      guard let base = room.baseAddress else { return }
      var buffer = unsafe ByteBuffer(lent: room, at: base)
      write(&buffer)
      if buffer.isLent { count = buffer.count } else { moved = buffer.bytes }
    }
    return moved ?? bytes
  }

  /// A copy of what was written.
  var bytes: [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }

  /// Makes room for `more` bytes.
  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(by: more) }
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    let larger = max(capacity * 2, count + more)
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe room.update(from: base, count: count)
    if !isLent { unsafe base.deallocate() }
    unsafe base = room
    capacity = larger
    isLent = false
  }

  @inline(__always)
  mutating func append(byte: UInt8) {
    reserve(1)
    unsafe base[count] = byte
    count += 1
  }

  /// Appends what another buffer holds.
  mutating func append(_ other: borrowing ByteBuffer) {
    reserve(other.count)
    unsafe (base + count).update(from: other.base, count: other.count)
    count += other.count
  }

  /// Appends again what stands in `range`.
  mutating func append(again range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    reserve(range.count)
    unsafe (base + count).update(from: base + range.lowerBound, count: range.count)
    count += range.count
  }

  /// Appends a word as it is.
  mutating func append(_ word: StaticString) {
    reserve(word.utf8CodeUnitCount)
    unsafe (base + count).update(from: word.utf8Start, count: word.utf8CodeUnitCount)
    count += word.utf8CodeUnitCount
  }

  /// Appends `name`, which needs no escape, as a key of JSON: quoted, with a colon, and with a
  /// comma before it if there should be one.
  mutating func append(key name: StaticString, comma: Bool) {
    let size = name.utf8CodeUnitCount
    reserve(size + 4)
    if comma {
      unsafe base[count] = 0x2C
      count += 1
    }
    unsafe base[count] = 0x22
    unsafe Self.copy(name.utf8Start, size, to: base + count + 1)
    unsafe base[count + size + 1] = 0x22
    unsafe base[count + size + 2] = 0x3A
    count += size + 3
  }

  /// Copies few bytes without a call: in two pieces that may overlap.
  @inline(__always)
  private static func copy(
    _ from: UnsafePointer<UInt8>, _ size: Int, to: UnsafeMutablePointer<UInt8>
  ) {
    let source = unsafe UnsafeRawPointer(from)
    let target = UnsafeMutableRawPointer(to)
    if size > 16 || size < 4 {
      unsafe to.update(from: from, count: size)
    } else if size >= 8 {
      let head = unsafe source.loadUnaligned(as: UInt64.self)
      let tail = unsafe source.loadUnaligned(fromByteOffset: size - 8, as: UInt64.self)
      unsafe target.storeBytes(of: head, as: UInt64.self)
      unsafe target.storeBytes(of: tail, toByteOffset: size - 8, as: UInt64.self)
    } else {
      let head = unsafe source.loadUnaligned(as: UInt32.self)
      let tail = unsafe source.loadUnaligned(fromByteOffset: size - 4, as: UInt32.self)
      unsafe target.storeBytes(of: head, as: UInt32.self)
      unsafe target.storeBytes(of: tail, toByteOffset: size - 4, as: UInt32.self)
    }
  }

  /// Appends the digits of a number.
  mutating func append(number: Int) {
    reserve(20)
    if number < 0 {
      unsafe base[count] = 0x2D
      count += 1
    }
    var rest = number.magnitude
    var digits = 1
    var limit: UInt = 10
    // An Int has 19 digits at most.
    while rest >= limit {
      digits += 1
      if digits == 19 { break }
      limit *= 10
    }
    count += digits
    for place in 1...digits {
      unsafe base[count - place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// Appends `text` as a string of JSON.
  mutating func append(quoted text: String) {
    let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
      unsafe append(quoted: utf8)
    }
    guard isDone == nil else { return }
    var text = text
    text.withUTF8 { utf8 in unsafe append(quoted: utf8) }
  }

  /// Appends the bytes of UTF-8 in `range` as a string of JSON.
  mutating func append(quoted bytes: [UInt8], _ range: Range<Int>) {
    unsafe bytes.withUnsafeBufferPointer { all in
      unsafe append(quoted: UnsafeBufferPointer(rebasing: all[range]))
    }
  }

  private mutating func append(quoted utf8: UnsafeBufferPointer<UInt8>) {
    let size = utf8.count
    reserve(size + 2)
    let raw = UnsafeRawBufferPointer(utf8)
    let out = unsafe UnsafeMutableRawPointer(base + count + 1)
    unsafe base[count] = 0x22
    // Eight bytes at once, without an early exit; the last eight may overlap those before.
    var special: UInt64 = 0
    var index = 0
    while index + 8 <= size {
      let eight = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      special |= Self.escapes(eight)
      unsafe out.storeBytes(of: eight, toByteOffset: index, as: UInt64.self)
      index += 8
    }
    if index < size, size >= 8 {
      let eight = unsafe raw.loadUnaligned(fromByteOffset: size - 8, as: UInt64.self)
      special |= Self.escapes(eight)
      unsafe out.storeBytes(of: eight, toByteOffset: size - 8, as: UInt64.self)
    } else {
      var rest: UInt64 = 0x2020_2020_2020_2020
      while index < size {
        let byte = unsafe raw[index]
        rest = rest << 8 | UInt64(byte)
        unsafe out.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        index += 1
      }
      special |= Self.escapes(rest)
    }
    if special == 0 {
      count += size + 1
      unsafe base[count] = 0x22
      count += 1
    } else {
      unsafe append(escaped: utf8)
    }
  }

  /// The same where a byte needs an escape.
  @inline(never)
  private mutating func append(escaped utf8: UnsafeBufferPointer<UInt8>) {
    append(byte: 0x22)
    for index in utf8.indices {
      let byte = unsafe utf8[index]
      switch byte {
      case 0x22, 0x5C:
        append(byte: 0x5C)
        append(byte: byte)
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20:
        append("\\u00")
        for digit in [byte >> 4, byte & 0x0F] {
          append(byte: digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
      default: append(byte: byte)
      }
    }
    append(byte: 0x22)
  }

  /// Not 0 if one of eight bytes is a control character, `"` or a backslash.
  @inline(__always)
  private static func escapes(_ bytes: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = bytes ^ (ones &* 0x22)
    let slashes = bytes ^ (ones &* 0x5C)
    // A byte less than the one taken away borrows from its upper bit; `~` leaves out those that
    // had it before.
    let below = (bytes &- ones &* 0x20) & ~bytes
    let same = (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
    return (below | same) & (ones &* 0x80)
  }
}
