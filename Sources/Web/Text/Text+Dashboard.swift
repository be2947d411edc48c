import Publishing

/// The words of the front page.
extension Text {
  static let dashboardTitle = Text("{0}：年度目标进展", "{0}: progress towards this year's targets")
  static let chooseUnit = Text("单位", "Unit")
  static let chooseMonth = Text("截至月份", "Up to the month")
  static let show = Text("查看", "Show")
  static let leadKicker = Text("民生承诺", "Promised to residents")
  static let sectionCounts = Text("要建成、要办成的", "To be built and done")
  static let sectionGrowth = Text("增长", "Growth")
  static let sectionBounds = Text("不许突破的线", "Lines not to cross")
  static let sectionOthers = Text("待数据、待认定", "Awaiting data or judgement")
  static let sectionProgrammes = Text("本月一线", "On the front line this month")
  static let noTargets = Text(
    "账本里还没有目标。用 luoshi adopt 从工作报告导入。",
    "The ledger has no targets yet. Adopt them from a work report with luoshi adopt.")
  static let targetSays = Text("目标 {0}", "Target {0}")
  static let reportSays = Text("报告原文", "In the report")
  static let completionRate = Text("完成 {0}%", "{0}% done")
  static let timeProgress = Text("序时进度 {0}%", "time gone {0}%")
  static let aheadOfTime = Text("领先 {0} 个百分点", "{0} points ahead")
  static let behindTime = Text("落后 {0} 个百分点", "{0} points behind")
  static let onTime = Text("与序时持平", "exactly on time")
  static let paceLabel = Text(
    "完成 {0}%，序时进度 {1}%", "{0}% done, {1}% of the year gone")
  static let pointsAbove = Text("高于目标 {0} 个百分点", "{0} points above target")
  static let pointsBelow = Text("低于目标 {0} 个百分点", "{0} points below target")
  static let above = Text("高于目标 {0}", "{0} above target")
  static let below = Text("低于目标 {0}", "{0} below target")
  static let exactlyOnTarget = Text("与目标持平", "exactly on target")
  static let boundMet = Text("达标", "Met")
  static let boundMissed = Text("未达标", "Not met")
  static let marginLeft = Text("余量 {0}", "{0} to spare")
  static let marginOver = Text("超出 {0}", "{0} over")
  static let percentagePoints = Text("{0} 个百分点", "{0} points")
  static let noData = Text("尚无数据", "No data yet")
  static let awaiting = Text("等待上级下达", "Awaiting the level above")
  static let needsTolerance = Text("需由人认定：“左右”的允许范围未定", "To be judged: no tolerance set")
  static let needsJudgement = Text("需由人认定", "To be judged by a person")
  static let unbound = Text("需由人认定：未对应指标", "To be judged: bound to no indicator")
  static let partOfTarget = Text(
    "全区目标 {0}，未分解到本单位", "The district's target is {0}; this unit has none of its own")
  static let unitsDiffer = Text("计量单位与目标不同", "Counted in another unit than the target")
  static let outOfRange = Text("数值超出计算范围", "Beyond the range of computation")
  static let through = Text("（截至{0}）", " (to {0})")

  static let lightGreen = Text("绿灯", "Green")
  static let lightYellow = Text("黄灯", "Yellow")
  static let lightRed = Text("红灯", "Red")
  static let noteSlightlyBehind = Text(
    "落后不足 10 个百分点，按规则仍为绿灯。", "Less than 10 points behind: still green by the rule.")
  static let noteStatedExactly = Text(
    "报告写的是确数，按下限（约束类按上限）判断。", "Stated exactly; judged as at least (or at most).")
  static let noteBrokenEarlier = Text(
    "目前在线内，但年内曾突破。", "Holds now, but was broken earlier in the year.")

  static let byUnitBelow = Text("分{0}", "By {0}")
  static let namedList = Text("逐个名单", "The list, one by one")
  static let silentTitle = Text("谁还没有记录", "Who has recorded nothing")
  static let silentNote = Text(
    "{0}里，以下单位还没有一笔记录：", "In {0} these units have not a single record:")
  static let silentNone = Text("{0}里，下级单位都有记录。", "In {0} every unit below has records.")
  static let monthFigure = Text("本月", "This month")
  static let endFigure = Text("月末", "closing")
  static let around = Text("{0} 左右", "about {0}")
  static let rangeOf = Text("{0} 至 {1}", "{0} to {1}")
  static let noNumber = Text("无数字", "no number")
  static let machineReadableTargets = Text("本页数据（JSON）", "This page as data (JSON)")
}
