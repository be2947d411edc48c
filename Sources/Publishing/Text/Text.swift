package import Programmes
package import Quantities

/// A text for people in both languages; the compiler sees to it that neither is left out.
///
/// Texts stand in the catalogues (`Text+….swift`), never in views, as static members that read
/// like words in the view: `say(.completionRate)`.
package struct Text: Sendable, Hashable {
  /// Chinese, as it would be printed.
  package let zh: String
  /// English.
  package let en: String

  /// Both languages; `{0}`, `{1}` stand for what is filled in.
  package init(_ zh: String, _ en: String) {
    self.zh = zh
    self.en = en
  }
}

extension Language {
  /// The text in this language.
  package func callAsFunction(_ text: Text) -> String {
    switch self {
    case .zh: text.zh
    case .en: text.en
    }
  }

  /// The text in this language with `{0}`, `{1}`… filled in.
  package func callAsFunction(_ text: Text, _ values: String...) -> String {
    let pattern = self(text)
    var result = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      let after = rest[rest.index(after: open)...]
      guard let close = after.firstIndex(of: "}"), let index = Int(after[..<close]),
        values.indices.contains(index)
      else {
        rest = rest[open...]
        break
      }
      result += values[index]
      rest = after[after.index(after: close)...]
    }
    return result + rest
  }

  /// The value of the `lang` attribute.
  package var code: String {
    switch self {
    case .zh: "zh-Hans"
    case .en: "en"
    }
  }

  /// A number as a newspaper of the language prints it.
  ///
  /// Chinese: no separators (GB/T 15835 as practised); English: commas from five digits on. Both
  /// with a true minus sign.
  package func number(_ value: Decimal64) -> String {
    var text = value.description
    let isNegative = text.hasPrefix("-")
    if isNegative { text.removeFirst() }
    if self == .en {
      let parts = text.split(separator: ".", maxSplits: 1)
      if let whole = parts.first, whole.utf8.count > 4 {
        let fraction = parts.count > 1 ? ".\(parts[1])" : ""
        text = Self.grouped(whole) + fraction
      }
    }
    return isNegative ? "\u{2212}\(text)" : text
  }

  /// A whole number.
  package func number(_ value: Int64) -> String { number(Decimal64(value)) }

  /// A number with its sign, also when it is positive.
  package func signed(_ value: Decimal64) -> String {
    value.isNegative || value.isZero ? number(value) : "+" + number(value)
  }

  /// A number and its counting unit: `17 个`, `8%`.
  package func quantity(_ value: Decimal64, _ unit: String) -> String {
    unit == "%" || unit.isEmpty ? number(value) + unit : "\(number(value))\u{00A0}\(unit)"
  }

  /// `2022年7月31日`, `31 July 2022`.
  package func date(_ day: Day) -> String {
    let date = day.date
    switch self {
    case .zh: return "\(date.year)年\(date.month)月\(date.day)日"
    case .en: return "\(date.day) \(Self.months[date.month - 1]) \(date.year)"
    }
  }

  /// `2022年7月`, `July 2022`.
  package func month(_ month: Month) -> String {
    switch self {
    case .zh: "\(month.year)年\(month.ofYear)月"
    case .en: "\(Self.months[month.ofYear - 1]) \(month.year)"
    }
  }

  /// `6月末`, `end of June`; for the end of a period in the reader's year.
  package func monthEnd(_ month: Month) -> String {
    switch self {
    case .zh: "\(month.ofYear)月末"
    case .en: "end of \(Self.months[month.ofYear - 1])"
    }
  }

  /// `星期日`, `Sunday`.
  package func weekday(_ day: Day) -> String {
    switch self {
    case .zh: "星期" + ["一", "二", "三", "四", "五", "六", "日"][day.weekday - 1]
    case .en: Self.weekdays[day.weekday - 1]
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  private static func grouped(_ digits: some StringProtocol) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }
}
