/// A piece of the tree as published and stored (C2SP tlog-tiles).
///
/// It is up to 256 hashes side by side at one height: on level 0 leaf hashes, on level n the roots
/// of full tiles of level n - 1.
public struct Tile: Sendable, Hashable {
  /// How many hashes a full tile has, and by what factor a level is narrower than the one below.
  public static let widthMax = 256
  /// How many levels of nodes one tile level stands for; 2^8 = 256.
  static let height = 8
  /// The level above the highest that a tree of 2^63 leaves can have.
  public static let levelMax: UInt8 = 63

  /// The height of the hashes, in units of eight levels of nodes.
  public let level: UInt8
  /// The place within the level, from 0.
  public let index: Int64
  /// How many hashes it has, 1 to 256; fewer than 256 only at the right edge of the tree.
  public let width: Int

  /// A tile of a level of at most 63, an index of at least 0, a width of 1 to 256.
  public init(level: UInt8, index: Int64, width: Int) {
    precondition(level <= Self.levelMax)
    precondition(index >= 0)
    precondition((1...Self.widthMax).contains(width))
    self.level = level
    self.index = index
    self.width = width
  }

  /// The path below the log's prefix: `tile/0/x001/234`, for a partial tile with `.p/<width>`.
  public var path: String { "tile/\(level)/\(Self.numberPath(index))\(suffix)" }

  /// The path of the bundle of entries under this tile of level 0: `tile/entries/x001/234`.
  public var entriesPath: String {
    precondition(level == 0)
    return "tile/entries/\(Self.numberPath(index))\(suffix)"
  }

  private var suffix: String { width == Self.widthMax ? "" : ".p/\(width)" }

  /// Groups of three digits, all but the last marked with an `x`: `x001/x234/067`.
  private static func numberPath(_ index: Int64) -> String {
    var path = group(index % 1000)
    var rest = index / 1000
    while rest > 0 {
      path = "x\(group(rest % 1000))/\(path)"
      rest /= 1000
    }
    return path
  }

  private static func group(_ number: Int64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 3 - digits.utf8.count) + digits
  }

  /// Reads what `path` or, for entry bundles (which give level 0), `entriesPath` prints; `nil` for
  /// anything else.
  public init?(path: String) {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
    guard parts.popFirst() == "tile", let levelText = parts.popFirst() else { return nil }
    let isBundle = levelText == "entries"
    guard let level = isBundle ? 0 : Self.plainNumber(levelText), level <= Self.levelMax else {
      return nil
    }
    var width: Int64 = 256
    if parts.count > 1, parts[parts.endIndex - 2].hasSuffix(".p") {
      guard let last = parts.popLast(), let number = Self.plainNumber(last),
        (1...255).contains(number), let stem = parts.popLast()
      else { return nil }
      width = number
      parts.append(stem.dropLast(2))
    }
    guard let index = Self.index(of: parts) else { return nil }
    self.init(level: UInt8(level), index: index, width: Int(width))
    guard (isBundle ? entriesPath : self.path) == path else { return nil }
  }

  private static func index(of groups: ArraySlice<Substring>) -> Int64? {
    guard let last = groups.last, groups.count <= 7 else { return nil }
    var index: Int64 = 0
    for group in groups.dropLast() + ["x" + last] {
      guard group.utf8.count == 4, group.utf8.first == UInt8(ascii: "x"),
        group.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int64(group.dropFirst())
      else { return nil }
      let (shifted, overflowed) = index.multipliedReportingOverflow(by: 1000)
      let (sum, spilled) = shifted.addingReportingOverflow(number)
      guard !overflowed, !spilled else { return nil }
      index = sum
    }
    return index
  }

  private static func plainNumber(_ text: Substring) -> Int64? {
    decimalNumber(text.utf8)
  }

  /// How many hashes the tile of a level and index has in a tree of `size` leaves; 0 if there is
  /// none.
  public static func width(level: UInt8, index: Int64, size: Int64) -> Int {
    let shift = Int64(height) * Int64(level)
    let count = shift > 62 ? 0 : size >> shift
    let (first, overflowed) = index.multipliedReportingOverflow(by: Int64(widthMax))
    guard !overflowed else { return 0 }
    return Int(min(max(count - first, 0), Int64(widthMax)))
  }

  /// A bundle of entries: each leaf after its length in two bytes, most significant first.
  public static func bundle(_ leaves: [[UInt8]]) -> [UInt8] {
    precondition(leaves.count <= widthMax)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(leaves.reduce(0) { $0 + $1.count + 2 })
    for leaf in leaves {
      precondition(leaf.count <= EntryCodec.leafBytesMax)
      bytes.append(UInt8(leaf.count >> 8))
      bytes.append(UInt8(leaf.count & 0xFF))
      bytes.append(contentsOf: leaf)
    }
    return bytes
  }

  /// The leaves of a bundle; `nil` if it is none, or of more leaves than a tile has.
  public static func leaves(ofBundle bytes: [UInt8]) -> [[UInt8]]? {
    var leaves: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.count >= 2, leaves.count < widthMax else { return nil }
      let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
      guard rest.count >= count else { return nil }
      leaves.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return leaves
  }
}

/// A number of ASCII digits without leading zeros that fits in 63 bits, or `nil`.
func decimalNumber(_ digits: some Collection<UInt8>) -> Int64? {
  guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else {
    return nil
  }
  var number: Int64 = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
    let (sum, spilled) = product.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
    guard !overflowed, !spilled else { return nil }
    number = sum
  }
  return number
}
