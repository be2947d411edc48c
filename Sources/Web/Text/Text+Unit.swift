import Publishing

/// The words of units, lists and the report page.
extension Text {
  static let unitStationed = Text("派驻单位", "Stationed here")
  static let unitTargets = Text("看本单位的目标进展", "This unit's targets")
  static let listEmpty = Text("这里还没有。", "None here yet.")
  static let listCount = Text("共 {0} 个", "{0} in all")
  static let columnName = Text("名称", "Name")
  static let columnField = Text("项目", "Fact")
  static let columnContent = Text("内容", "Content")

  static let reportTitle = Text("政府工作报告", "Government work report")
  static let reportNone = Text(
    "账本里还没有报告。用 luoshi adopt 导入。",
    "The ledger holds no report yet. Adopt one with luoshi adopt.")
  static let reportDocuments = Text("报告", "Reports")
  static let reportExplained = Text(
    "底色标出的是程序读出的数字；红色下划线的是已经立为目标的，点开看进展。",
    "Shaded words are figures the program has read; those underlined in red are targets and lead "
      + "to their progress.")
}
