import Quantities
import Reading

extension Verdict {
  /// In Chinese, as tables show it.
  public var word: String {
    switch self {
    case .met: "达到"
    case .missed: "未达到"
    case .undecided: "无法判定"
    case .conflicting: "说法不一"
    case .redefined: "口径改变"
    case .otherMeasure: "另一计量"
    case .mentioned: "提及无数"
    case .dropped: "未再提及"
    case .unpaired: "未能配对"
    case .unnumbered: "待人判定"
    }
  }

  /// One line in Chinese and English for the legend.
  public var legend: String {
    switch self {
    case .met: "达到承诺 the reported figure keeps the promise"
    case .missed: "未达到承诺 it does not"
    case .undecided: "左右、约、区间或舍入,印出的数字不足以判定 the printed figures do not decide it"
    case .conflicting: "报告中数字互相矛盾 the report contradicts itself"
    case .redefined: "口径或措辞改变,仅供对照 another definition or wording, shown side by side"
    case .otherMeasure: "只有另一种计量,不可推算 only another measure or unit, from which it does not follow"
    case .mentioned: "提到该指标而无其数字 spoken of, but no figure was read as its own"
    case .dropped: "已知指标,报告回顾部分只字未提 a known indicator without a word"
    case .unpaired: "没有同样措辞的数字,不作推断 no figure of the same wording; nothing is concluded"
    case .unnumbered: "承诺没有数字,由人判定 a promise without a number, for a person to judge"
    }
  }
}

extension Remark {
  /// In Chinese, as tables show it.
  public var word: String {
    switch self {
    case .estimated: "预计数"
    case .atLeast: "至少"
    case .approximate: "约数"
    case .rounded: "舍入"
    case .aboveRange: "高于区间"
    case .belowRange: "低于区间"
    case .derived: "推算"
    case .priceBasis: "价格基础不同"
    case .wording: "口径或措辞不同"
    case .unit: "单位不同"
    case .outOfRange: "数值不可比"
    }
  }
}

extension Sequel {
  /// In Chinese, as tables show it, with the new target.
  public var word: String {
    switch self {
    case .kept(let promise): "不变 " + promise.text(isGrowth: false)
    case .raised(let promise): "提高 " + promise.text(isGrowth: false)
    case .lowered(let promise): "降低 " + promise.text(isGrowth: false)
    case .redefined(let promise):
      "改为 " + promise.indicator.flattened + promise.text(isGrowth: false)
    case .otherMeasure(let promise): "另计 " + promise.text(isGrowth: false)
    case .unquantified(let promise): "不再有数 (\(promise.kind.word))"
    case .quantified(let promise): "改为有数 " + promise.text(isGrowth: false)
    case .worded(let promise): "仍无数 (\(promise.kind.word))"
    case .dropped: "不再列入"
    }
  }
}

extension Aim.Kind {
  /// In Chinese.
  var word: String {
    switch self {
    case .number: "数值"
    case .range: "区间"
    case .relation: "相对"
    case .reference: "上级下达"
    case .direction: "方向"
    }
  }
}

extension Promise {
  /// The number with its bound, with 增长 before it when it is a change in %.
  func text(isGrowth: Bool) -> String {
    guard let value else { return kind.word }
    return numberText(value, high, unit, comparator ?? .eq, isGrowth: isGrowth)
  }
}

extension Statement {
  /// The number with its bound, or that there is none.
  var text: String {
    guard let value else { return "-" }
    return numberText(value, high, unit, comparator, isGrowth: measure == .growth)
  }
}

private func numberText(
  _ value: String, _ high: String?, _ unit: String, _ comparator: Comparator, isGrowth: Bool
) -> String {
  var digits = value
  var lead = ""
  if value.hasPrefix("-"), isGrowth || unit == "%" {
    digits = String(value.dropFirst())
    lead = "下降"
  } else if isGrowth {
    lead = "增长"
  }
  let number = digits + (high.map { "-" + ($0.hasPrefix("-") ? String($0.dropFirst()) : $0) } ?? "")
  return switch comparator {
  case .eq, .between: lead + number + unit
  case .ge: lead + number + unit + "以上"
  case .le: lead + number + unit + "以内"
  case .gt: lead + "超" + number + unit
  case .lt: lead + "不足" + number + unit
  case .about: lead + "约" + number + unit
  }
}

extension Margin {
  /// With its sign: `+2.7个百分点`.
  var text: String {
    let sign = value.isNegative || value.isZero ? "" : "+"
    return sign + value.description + (unit == "百分点" ? "个百分点" : unit)
  }
}

extension String {
  /// On one line, without control characters, which a terminal would obey.
  var flattened: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
  }
}
