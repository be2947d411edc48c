import Publishing

/// The words of a target's card and of statistics returns.
extension Text {
  static let targetKind = Text("目标卡 · {0}年", "Target card · {0}")
  static let returnsTitle = Text("统计部门报来的数", "Figures given by the statistics office")
  static let returnsNote = Text(
    "这个指标由统计部门核算，账本里没有逐笔记录；每次报数都是一笔账目，新数不覆盖旧数。",
    "This indicator is compiled by the statistics office, not counted from records. Every figure "
      + "given is an entry; a newer one never overwrites an older one.")
  static let returnsNone = Text("还没有报来的数。", "No figure has been given yet.")
  static let termsTitle = Text("由这些数算出", "Computed from")
  static let columnVintage = Text("版次", "Vintage")
  static let columnGivenOn = Text("报来日期", "Given on")
  static let columnSource = Text("来源", "Source")
  static let targetPrinted = Text("报告中的说法", "As printed")
  static let targetAim = Text("目标", "Aim")
  static let indicatorVersion = Text("指标与版本", "Indicator and version")
  static let indicatorUnbound = Text(
    "还没有人认定它是哪个指标。", "Nobody has said yet which indicator this is.")
  static let backToFront = Text("回到头版的这一行", "Back to its row on the front page")
  static let vintageFlash = Text("预计", "Flash")
  static let vintageExpress = Text("快报", "Express")
  static let vintagePreliminary = Text("初步核算", "Preliminary")
  static let vintageFinal = Text("最终核实", "Final")
}
