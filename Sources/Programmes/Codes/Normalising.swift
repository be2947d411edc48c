public import Quantities

/// Why a value was not taken, and how to mend it.
struct Fault: Error, Hashable {
  let en: String
  let zh: String
}

/// What a value is checked against beside its type.
struct ValueContext {
  /// Nothing personal lies after it.
  let today: Day
}

extension FieldType {
  /// A text as a value of this type, as an entry of that day would keep it; `nil` if it is none.
  public func value(of text: String, on today: Day) -> Value? {
    try? normalised(.text(text), in: ValueContext(today: today))
  }

  /// The value as it is kept, or what is wrong with it.
  ///
  /// Text is accepted for every type, since forms and tables carry text; only what can be read in
  /// one way is taken. Whether a unit or record exists is checked by the decision.
  func normalised(_ value: Value, in context: ValueContext) throws(Fault) -> Value {
    switch self {
    case .text(let max, let isLong): return try plainText(value, max: max, isLong: isLong)
    case .integer(let min, let max):
      let integer = try whole(value)
      try check(integer, min: min, max: max)
      return .integer(integer)
    case .money(let min, let max):
      let fen = try money(value)
      try check(fen, min: min, max: max)
      return .integer(fen)
    case .decimal(let places, let min, let max):
      return .decimal(try decimal(value, places: places, min: min, max: max))
    case .date: return .day(try day(value))
    case .time: return .integer(try moment(value))
    case .choice(let choices): return .text(try choice(value, choices))
    case .truth: return .truth(try truth(value))
    case .list(let fields): return .list(try list(value, fields, in: context))
    case .place: return try place(value)
    case .identityNumber: return .text(try identityNumber(value, in: context))
    case .creditCode: return .text(try creditCode(value))
    case .phone: return .text(try phone(value))
    case .unit: return .text(try code(value))
    case .record: return .record(try reference(value))
    case .broken: preconditionFailure("a programme with errors is never decided under")
    }
  }

  private func check(_ number: Int64, min: Int64?, max: Int64?) throws(Fault) {
    if let min, number < min {
      throw Fault(en: "is below \(min); give at least \(min)", zh: "不能小于\(min)，请核对后重填")
    }
    if let max, number > max {
      throw Fault(en: "is above \(max); give at most \(max)", zh: "不能大于\(max)，请核对后重填")
    }
  }

  private func plainText(_ value: Value, max: Int, isLong: Bool) throws(Fault) -> Value {
    guard case .text(let text) = value else { throw .wanted("text", "文字") }
    // A long text is kept as it is: its digest and the places in it must hold.
    let trimmed = isLong ? text : trim(text)
    guard !trim(text).isEmpty else {
      throw Fault(en: "is empty; give a text or leave the field out", zh: "不能为空；没有内容请不要填这一项")
    }
    guard trimmed.unicodeScalars.count <= max else {
      throw Fault(
        en: "is longer than \(max) characters; shorten it", zh: "超过\(max)个字，请缩短")
    }
    for scalar in trimmed.unicodeScalars where isControl(scalar) {
      if isLong, scalar == "\n" || scalar == "\t" || scalar == "\r" { continue }
      throw Fault(
        en: "contains line breaks or control characters; write it on one line",
        zh: "含有换行或控制字符，请写成一行")
    }
    return .text(trimmed)
  }

  private func whole(_ value: Value) throws(Fault) -> Int64 {
    switch value {
    case .integer(let integer): return integer
    case .decimal(let decimal):
      if let integer = decimal.rescaled(to: 0) { return integer.mantissa }
    case .text(let text):
      if let integer = Int64(plain(text)) { return integer }
    case .day, .truth, .record, .place, .list: break
    }
    throw .wanted("a whole number such as 12", "整数，例如12")
  }

  /// Integers are fen already; text and decimals are yuan, as people write them.
  private func money(_ value: Value) throws(Fault) -> Int64 {
    switch value {
    case .integer(let fen): return fen
    case .decimal(let yuan): if let fen = yuan.rescaled(to: 2) { return fen.mantissa }
    case .text(let text):
      if let fen = Decimal64(plain(text))?.rescaled(to: 2) { return fen.mantissa }
    case .day, .truth, .record, .place, .list: break
    }
    throw .wanted(
      "an amount in yuan with at most two decimals, such as 88.50", "金额（元），最多两位小数，例如88.50")
  }

  private func decimal(
    _ value: Value, places: UInt8, min: Int64?, max: Int64?
  ) throws(Fault) -> Decimal64 {
    var number = value.asDecimal
    if case .text(let text) = value { number = Decimal64(plain(text)) }
    guard let number else { throw .wanted("a number such as 12.5", "数字，例如12.5") }
    guard number.scale <= places || number.rescaled(to: places) != nil else {
      throw Fault(
        en: "has more than \(places) decimal places; round it as the source does",
        zh: "小数超过\(places)位，请按来源保留位数")
    }
    if let min, number < Decimal64(min) {
      throw Fault(en: "is below \(min); give at least \(min)", zh: "不能小于\(min)，请核对后重填")
    }
    if let max, number > Decimal64(max) {
      throw Fault(en: "is above \(max); give at most \(max)", zh: "不能大于\(max)，请核对后重填")
    }
    return number.scale <= places ? number : number.rescaled(to: places) ?? number
  }

  /// Years 1 to 9999, which is what a date prints and reads in.
  private static let days: ClosedRange<Int32> = -719_162...2_932_896
  /// The moments of those days.
  private static let moments: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  private func day(_ value: Value) throws(Fault) -> Day {
    if case .day(let day) = value, Self.days.contains(day.number) { return day }
    if case .text(let text) = value, let day = Day(plain(text)) { return day }
    throw .wanted("a date such as 2022-07-31", "日期，例如2022-07-31")
  }

  private func moment(_ value: Value) throws(Fault) -> Int64 {
    if case .integer(let milliseconds) = value, Self.moments.contains(milliseconds) {
      return milliseconds
    }
    if case .text(let text) = value, let moment = minute(plain(text)) { return moment }
    throw .wanted("a time such as 2022-07-31 19:00", "时间，例如2022-07-31 19:00")
  }

  /// `2022-07-31 19:00` in Asia/Shanghai, with a space or T between.
  private func minute(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), let day = Day(String(decoding: bytes[0..<10], as: UTF8.self)),
      let hour = UInt8(String(decoding: bytes[11..<13], as: UTF8.self)), hour < 24,
      let minute = UInt8(String(decoding: bytes[14..<16], as: UTF8.self)), minute < 60
    else { return nil }
    return day.startMilliseconds + (Int64(hour) * 60 + Int64(minute)) * 60_000
  }

  private func choice(_ value: Value, _ choices: [Choice]) throws(Fault) -> String {
    guard case .text(let text) = value else { throw .wanted("one of the options", "选项之一") }
    let name = plain(text)
    if choices.contains(where: { $0.name == name }) { return name }
    let en = choices.map(\.name).joined(separator: ", ")
    let zh = choices.map(\.title.zh).joined(separator: "、")
    throw Fault(en: "is not one of: \(en)", zh: "不在选项之内，请选：\(zh)")
  }

  private func truth(_ value: Value) throws(Fault) -> Bool {
    switch value {
    case .truth(let truth): return truth
    case .text(let text):
      switch plain(text) {
      case "yes", "true", "是": return true
      case "no", "false", "否": return false
      default: break
      }
    case .integer, .decimal, .day, .record, .place, .list: break
    }
    throw .wanted("yes or no", "“是”或“否”")
  }

  private func place(_ value: Value) throws(Fault) -> Value {
    guard case .place(let latitude, let longitude) = value,
      (-90_000_000...90_000_000).contains(latitude),
      (-180_000_000...180_000_000).contains(longitude)
    else {
      throw .wanted(
        "a place: latitude within 90 and longitude within 180 degrees", "位置：纬度不超过90度，经度不超过180度")
    }
    return value
  }

  private func reference(_ value: Value) throws(Fault) -> RecordID {
    if case .record(let id) = value { return id }
    if case .text(let text) = value, let id = RecordID(plain(text)) { return id }
    throw .wanted("a record's id, 32 hexadecimal digits", "记录编号（32位十六进制）")
  }
}

extension Fault {
  /// The value is of another type.
  static func wanted(_ en: String, _ zh: String) -> Fault {
    Fault(en: "must be \(en)", zh: "应填\(zh)")
  }
}

/// Without white space at both ends, ideographic space included.
func trim(_ text: String) -> String {
  let scalars = text.unicodeScalars
  // Nearly every value begins and ends with a letter or digit, and needs no look-up of properties.
  if let first = scalars.first, let last = scalars.last, isPlainlyVisible(first),
    isPlainlyVisible(last)
  {
    return text
  }
  guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
    let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
  else { return "" }
  if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex { return text }
  return String(scalars[first...last])
}

/// ASCII beyond the space, and the Chinese characters in use.
private func isPlainlyVisible(_ scalar: Unicode.Scalar) -> Bool {
  (0x21...0x7E).contains(scalar.value) || (0x4E00...0x9FFF).contains(scalar.value)
}

/// Trimmed, with full-width letters, digits and signs as their ASCII twins: for codes and numbers,
/// where an input method's width never means anything.
func plain(_ text: String) -> String {
  let trimmed = trim(text)
  guard trimmed.utf8.contains(where: { $0 == 0xEF }) else { return trimmed }
  var result = ""
  for scalar in trimmed.unicodeScalars {
    let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
    result.unicodeScalars.append(
      isFullWidth ? Unicode.Scalar(UInt8(scalar.value - 0xFEE0)) : scalar)
  }
  return result
}

/// Control characters, and those that turn the direction of text to mislead its reader.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}
