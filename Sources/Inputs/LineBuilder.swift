/// Lines as they come out of a page or a document, with what decides whether they stay.
struct LineBuilder {
  /// One line.
  struct Line {
    var bytes: [UInt8] = []
    /// Scalars other than blanks.
    var count = 0
    /// Of these, how many stand in links.
    var linked = 0
    /// Whether it stands in a part that is furniture by its name.
    var isSuspect = false
    var isHeading = false
    /// Whether it holds a full stop, so that it can be prose.
    var hasStop = false
  }

  private(set) var lines: [Line] = []
  private var current = Line()
  /// A blank that counts only between two characters.
  private var pendingBlank = false
  private var pendingBreak = false
  /// Rows of tables that are open: where the row's lines and its last cell's lines begin.
  private var rows: [Row] = []

  private struct Row {
    let start: Int
    var cells: [Int] = []
    var hasInnerRow = false
  }

  var isLinked = false
  var isSuspect = false
  var isHeading = false

  /// Adds a character; blanks are collapsed, and a line break between ideographs is none.
  mutating func add(_ scalar: UInt32) {
    switch scalar {
    case 0x0A, 0x0D:
      pendingBreak = true
      pendingBlank = false
    case 0x09, 0x20, 0xA0, 0x0C, 0x3000, 0x2002...0x200A:
      if !pendingBreak { pendingBlank = true }
    case 0, 0xAD, 0x200B...0x200F, 0xFEFF:
      break
    default:
      if !current.bytes.isEmpty, pendingBlank || (pendingBreak && !(isWide(scalar) || endsWide)) {
        current.bytes.append(0x20)
      }
      pendingBlank = false
      pendingBreak = false
      UTF8Text.append(scalar, to: &current.bytes)
      current.count += 1
      if isLinked { current.linked += 1 }
      if isSuspect { current.isSuspect = true }
      if isHeading { current.isHeading = true }
      if scalar == 0x3002 || scalar == 0xFF1B { current.hasStop = true }
    }
  }

  /// Ends the line, if there is one.
  mutating func end() {
    pendingBlank = false
    pendingBreak = false
    guard !current.bytes.isEmpty else { return }
    lines.append(current)
    current = Line()
  }

  // MARK: Tables

  mutating func openRow() {
    end()
    if !rows.isEmpty { rows[rows.count - 1].hasInnerRow = true }
    rows.append(Row(start: lines.count))
  }

  mutating func openCell() {
    end()
    if !rows.isEmpty { rows[rows.count - 1].cells.append(lines.count) }
  }

  /// Ends a row: where no cell has more than one line, the row is one line.
  mutating func closeRow() {
    end()
    guard let row = rows.popLast(), !row.hasInnerRow, row.cells.count > 1 else { return }
    let bounds = row.cells + [lines.count]
    let isPlain = zip(bounds, bounds.dropFirst()).allSatisfy { $1 - $0 <= 1 }
    guard isPlain, row.cells[0] == row.start, lines.count - row.start > 1 else { return }
    var merged = Line()
    for line in lines[row.start...] {
      if !merged.bytes.isEmpty { merged.bytes.append(0x09) }
      merged.bytes.append(contentsOf: line.bytes)
      merged.count += line.count
      merged.linked += line.linked
      merged.isSuspect = merged.isSuspect || line.isSuspect
      merged.hasStop = merged.hasStop || line.hasStop
    }
    lines.replaceSubrange(row.start..., with: [merged])
  }

  private var endsWide: Bool {
    current.bytes.count >= 3 && current.bytes[current.bytes.count - 3] >= 0xE2
  }

  private func isWide(_ scalar: UInt32) -> Bool { scalar >= 0x2010 }
}

enum UTF8Text {
  /// Appends a scalar; what is none becomes U+FFFD.
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    let scalar = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// Calls `body` with each scalar of sound UTF-8, entities decoded.
  static func forEachScalar(
    _ bytes: [UInt8], _ range: Range<Int>, _ body: (UInt32) -> Void
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte == 0x26, let found = Entities.decode(bytes, index, end: range.upperBound) {
        body(found.scalar)
        index += found.length
        continue
      }
      let length = byte < 0x80 ? 1 : max(1, UTF8Check.length(bytes, at: index))
      var scalar = UInt32(byte)
      if length > 1 {
        scalar = UInt32(byte) & (0x7F >> UInt32(length))
        for offset in 1..<length {
          scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F)
        }
      }
      body(scalar)
      index += length
    }
  }
}
