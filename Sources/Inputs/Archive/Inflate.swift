/// Unpacks DEFLATE (RFC 1951), as ZIP files hold it, up to a bound.
///
/// Written by hand: see docs/decisions/0011-inputs-without-packages.md.
struct Inflate {
  /// Why the stream cannot be unpacked.
  enum Fault: Error {
    case damaged
    case tooLarge
  }

  private let input: ArraySlice<UInt8>
  private let countMax: Int
  private var index: Int
  private var bitBuffer: UInt32 = 0
  private var bitCount = 0
  private var output: [UInt8] = []

  /// The unpacked bytes, never more than `countMax`.
  static func unpack(_ input: ArraySlice<UInt8>, countMax: Int) throws(Fault) -> [UInt8] {
    var inflate = Inflate(input: input, countMax: countMax, index: input.startIndex)
    try inflate.run()
    return inflate.output
  }

  private init(input: ArraySlice<UInt8>, countMax: Int, index: Int) {
    self.input = input
    self.countMax = countMax
    self.index = index
  }

  private mutating func run() throws(Fault) {
    var isLast = false
    while !isLast {
      isLast = try bits(1) == 1
      switch try bits(2) {
      case 0: try copyStored()
      case 1: try decode(Self.fixedLiterals, Self.fixedDistances)
      case 2:
        let (literals, distances) = try readTables()
        try decode(literals, distances)
      default: throw .damaged
      }
    }
  }

  private mutating func bits(_ count: Int) throws(Fault) -> Int {
    while bitCount < count {
      guard index < input.endIndex else { throw .damaged }
      bitBuffer |= UInt32(input[index]) << UInt32(bitCount)
      index += 1
      bitCount += 8
    }
    let value = bitBuffer & (1 << UInt32(count) - 1)
    bitBuffer >>= UInt32(count)
    bitCount -= count
    return Int(value)
  }

  private mutating func copyStored() throws(Fault) {
    bitBuffer = 0
    bitCount = 0
    guard index + 4 <= input.endIndex else { throw .damaged }
    let count = Int(input[index]) | Int(input[index + 1]) << 8
    index += 4
    guard index + count <= input.endIndex else { throw .damaged }
    guard output.count + count <= countMax else { throw .tooLarge }
    output.append(contentsOf: input[index..<index + count])
    index += count
  }

  // MARK: Codes

  /// A canonical Huffman code: how many codes of each length, and the symbols in order.
  private struct Code {
    var counts = Array(repeating: 0, count: 16)
    var symbols: [Int]

    init(_ lengths: ArraySlice<Int>) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      var offsets = Array(repeating: 0, count: 17)
      for length in 1..<16 { offsets[length + 1] = offsets[length] + counts[length] }
      symbols = Array(repeating: 0, count: lengths.count)
      for (symbol, length) in lengths.enumerated() where length > 0 {
        symbols[offsets[length]] = symbol
        offsets[length] += 1
      }
    }

    /// Whether no length has more codes than bits allow.
    var isSound: Bool {
      var left = 1
      for count in counts.dropFirst() {
        left = left * 2 - count
        if left < 0 { return false }
      }
      return true
    }
  }

  private static let fixedLiterals = Code(
    (Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
      + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8))[...])
  private static let fixedDistances = Code(Array(repeating: 5, count: 30)[...])

  private static let lengthBase = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBase = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
    2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private mutating func symbol(_ code: Code) throws(Fault) -> Int {
    var value = 0
    var first = 0
    var place = 0
    for length in 1..<16 {
      value |= try bits(1)
      let count = code.counts[length]
      if value - count < first { return code.symbols[place + value - first] }
      place += count
      first = (first + count) << 1
      value <<= 1
    }
    throw .damaged
  }

  private mutating func readTables() throws(Fault) -> (Code, Code) {
    let literalCount = try bits(5) + 257
    let distanceCount = try bits(5) + 1
    let lengthCount = try bits(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw .damaged }
    var lengths = Array(repeating: 0, count: 19)
    for place in 0..<lengthCount { lengths[Self.order[place]] = try bits(3) }
    let lengthCode = Code(lengths[...])
    guard lengthCode.isSound else { throw .damaged }
    var all: [Int] = []
    while all.count < literalCount + distanceCount {
      let found = try symbol(lengthCode)
      switch found {
      case 0..<16: all.append(found)
      case 16:
        guard let last = all.last else { throw .damaged }
        all.append(contentsOf: repeatElement(last, count: 3 + (try bits(2))))
      case 17: all.append(contentsOf: repeatElement(0, count: 3 + (try bits(3))))
      default: all.append(contentsOf: repeatElement(0, count: 11 + (try bits(7))))
      }
    }
    guard all.count == literalCount + distanceCount, all[256] > 0 else { throw .damaged }
    let codes = (Code(all[..<literalCount]), Code(all[literalCount...]))
    guard codes.0.isSound, codes.1.isSound else { throw .damaged }
    return codes
  }

  private mutating func decode(_ literals: Code, _ distances: Code) throws(Fault) {
    while true {
      let found = try symbol(literals)
      if found == 256 { return }
      guard output.count < countMax else { throw .tooLarge }
      if found < 256 {
        output.append(UInt8(found))
        continue
      }
      guard found - 257 < Self.lengthBase.count else { throw .damaged }
      let count = Self.lengthBase[found - 257] + (try bits(Self.lengthBits[found - 257]))
      let slot = try symbol(distances)
      guard slot < Self.distanceBase.count else { throw .damaged }
      let distance = Self.distanceBase[slot] + (try bits(max(0, slot / 2 - 1)))
      guard distance <= output.count else { throw .damaged }
      guard output.count + count <= countMax else { throw .tooLarge }
      for _ in 0..<count { output.append(output[output.count - distance]) }
    }
  }
}
