/// The words of findings in both languages; `{f}`, `{e}`, `{p}` stand for formula, expected and
/// printed value.
extension Finding {
  /// What was compared and how it came out, in Chinese.
  public var chineseMessage: String {
    fill(Self.words(kind).zh + (verdict == .agrees ? "，与所印 {p} 相符" : "，所印为 {p}"))
  }

  /// The same in English.
  public var message: String {
    fill(
      Self.words(kind).en
        + (verdict == .agrees ? "; {p} is printed, which agrees" : "; {p} is printed"))
  }

  private static func words(_ kind: Kind) -> (zh: String, en: String) {
    switch kind {
    case .shares: ("同一系列各占比之和：{f} = {e}", "shares of one series: {f} = {e}")
    case .part: ("部分不应大于整体：{f}，至多 {e}", "a part is at most its whole: {f}, at most {e}")
    case .total: ("各项之和与总数：{f} = {e}", "items against their total: {f} = {e}")
    case .days: ("天数除以全年天数：{f} = {e}", "days over the days of the year: {f} = {e}")
    case .perHead: ("人均（户均）数乘以人数（户数）：{f} = {e}", "amount per head times heads: {f} = {e}")
    case .growth: ("由前后两数推算增幅：{f} = {e}", "growth from the two levels: {f} = {e}")
    case .average:
      ("按年均增速复利推算：{f} = {e}", "the yearly average compounded: {f} = {e}")
    case .change: ("由前后两数推算增减：{f} = {e}", "difference of the two levels: {f} = {e}")
    case .direction:
      ("升降用词与前后两数的方向：{f}，应为{e}", "the word of change against the two numbers: {f}, should be {e}")
    case .ratio: ("由两数推算比率：{f} = {e}", "ratio of the two counts: {f} = {e}")
    case .repeat: ("同一指标、同一时期前后两处：先为 {e}", "one statement made twice: first {e}")
    case .unitSlip:
      ("两处相差一万倍，疑为“万”字之误：{f} = {e}", "ten thousand times apart, perhaps a slip of 万: {f} = {e}")
    }
  }

  private func fill(_ template: String) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...].dropFirst()
      switch rest.first {
      case "f": result += formula
      case "e": result += expected + shownUnit
      default: result += printed + shownUnit
      }
      rest = rest.dropFirst(2)
    }
    return result + rest
  }

  /// A blank before Chinese units is not usual, and `%` takes none in either language.
  private var shownUnit: String { unit }
}
