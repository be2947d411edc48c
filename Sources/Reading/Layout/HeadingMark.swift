import Quantities

/// The numbering a heading begins with.
struct HeadingMark {
  /// 1 一、 2 （一） 3 一是, ——, arabic numbers and 第一，.
  let level: Int
  /// Scalars of the mark.
  let length: Int
  /// Its number, 0 for a dash.
  let ordinal: Int
  /// Whether it is one of `1.`, `(1)`, `①` and `第一，`, which may follow each other in a paragraph.
  let isFigure: Bool

  /// The mark at the beginning of `text`.
  init?(_ text: some RandomAccessCollection<UInt32>) {
    guard let first = text.first, Self.mayBegin(with: first) else { return nil }
    let head = Array(text.prefix(8))
    if first == 0x2014 || first == 0x2D {
      let dashes = head.prefix { $0 == 0x2014 || $0 == 0x2D || $0 == 0x20 }.count
      guard dashes >= 2 else { return nil }
      self.init(level: 3, length: dashes, ordinal: 0)
      return
    }
    if let (length, ordinal) = Self.counted(head) {
      self.init(level: 3, length: length, ordinal: ordinal, isFigure: true)
      return
    }
    let open = first == 0x28 ? 1 : 0
    let numerals = head.dropFirst(open).prefix { ChineseNumerals.isNumeral($0) }
    guard !numerals.isEmpty, numerals.count <= 3, let value = ChineseNumerals.integer(numerals)
    else { return nil }
    let next = open + numerals.count
    guard next < head.count else { return nil }
    switch head[next] {
    case 0x29 where open == 1: self.init(level: 2, length: next + 1, ordinal: Int(value))
    // `一、二、三产` counts sectors.
    case 0x3001 where open == 0 && !Self.isList(head[(next + 1)...]):
      self.init(level: 1, length: next + 1, ordinal: Int(value))
    case 0x662F where open == 0: self.init(level: 3, length: next + 1, ordinal: Int(value))
    default: return nil
    }
  }

  /// Whether a mark may begin with `scalar`; surely not when false, as for most lines.
  private static func mayBegin(with scalar: UInt32) -> Bool {
    switch scalar {
    case 0x28, 0x2D, 0x2014, 0x2460...0x2473, 0x7B2C: true
    default: scalar.isDigit || ChineseNumerals.isNumeral(scalar)
    }
  }

  /// `1.`, `12、`, `(3)`, `①` and `第三,`: the length of the mark and its number.
  private static func counted(_ head: [UInt32]) -> (length: Int, ordinal: Int)? {
    guard let first = head.first else { return nil }
    if first >= 0x2460 && first <= 0x2473 { return (1, Int(first - 0x2460) + 1) }
    if first == 0x7B2C {  // 第
      let numerals = head.dropFirst().prefix { ChineseNumerals.isNumeral($0) }
      guard numerals.count >= 1, numerals.count <= 2, 1 + numerals.count < head.count,
        head[1 + numerals.count] == 0x2C || head[1 + numerals.count] == 0x3001,
        let value = ChineseNumerals.integer(numerals)
      else { return nil }
      return (numerals.count + 2, Int(value))
    }
    let open = first == 0x28 ? 1 : 0
    let digits = head.dropFirst(open).prefix { $0.isDigit }
    let next = open + digits.count
    guard digits.count >= 1, digits.count <= 2, next + 1 < head.count else { return nil }
    let closes = open == 1 ? head[next] == 0x29 : head[next] == 0x2E || head[next] == 0x3001
    // `1.37倍`, `1、2号线`, `20、30年代` go on counting.
    guard closes, !head[next + 1].isDigit, digits.first != 0x30 else { return nil }
    return (next + 1, digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
  }

  private static func isList(_ rest: ArraySlice<UInt32>) -> Bool {
    guard let first = rest.first, ChineseNumerals.isNumeral(first) else { return false }
    return rest.dropFirst().first == 0x3001 || rest.dropFirst().first == 0x4EA7
  }

  private init(level: Int, length: Int, ordinal: Int, isFigure: Bool = false) {
    self.level = level
    self.isFigure = isFigure
    self.length = length
    self.ordinal = ordinal
  }
}
