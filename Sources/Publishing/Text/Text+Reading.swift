/// The words of a document's reading page.
extension Text {
  package static let readingTable = Text("文中数字", "Figures in the text")
  package static let readingTargets = Text("目标", "Targets")
  package static let columnNumber = Text("序", "No.")
  package static let columnIndicator = Text("指标", "Indicator")
  package static let columnFigure = Text("数值", "Value")
  package static let columnComparator = Text("限定", "Bound")
  package static let columnStanding = Text("性质", "Standing")
  package static let columnPeriod = Text("时期", "Period")
  package static let columnQuote = Text("原文", "Words")
  package static let readingSummary = Text(
    "共读出 {0} 个数字、{1} 个目标、{2} 项任务。",
    "{0} figures, {1} targets and {2} undertakings were read.")
  package static let periodUnknown = Text("未写明", "not stated")
  package static let followTarget = Text("看进展", "See progress")
  package static let legendTitle = Text("读法", "How to read it")

  package static let standingActual = Text("实绩", "result")
  package static let standingEstimated = Text("预计", "estimate")
  package static let standingTarget = Text("目标", "target")
  package static let standingPlanned = Text("计划", "planned")

  package static let comparatorEqual = Text("正好", "exactly")
  package static let comparatorAtLeast = Text("以上（含）", "at least")
  package static let comparatorAtMost = Text("以内（含）", "at most")
  package static let comparatorMore = Text("超过（不含）", "more than")
  package static let comparatorLess = Text("不满（不含）", "less than")
  package static let comparatorAbout = Text("左右", "about")
  package static let comparatorBetween = Text("区间", "between")
}
