import Publishing

/// The words of the frame around every page.
extension Text {
  static let skipToContent = Text("跳到正文", "Skip to content")
  static let demoExplained = Text(
    "数字由程序模拟生成，不是真实情况", "simulated figures, describing no real place")
  static let motto = Text("只录一次，数字自己会数", "Record once; every number counts itself")
  static let mastheadSubtitle = Text("政府工作报告落实情况", "The work report, kept")
  static let entriesInLedger = Text("账本第 {0} 笔", "{0} entries in the ledger")
  static let navigation = Text("栏目", "Sections")
  static let frontPage = Text("头版", "Front page")
  static let workReport = Text("工作报告", "Work report")
  static let languageName = Text("中文", "English")
  static let cutOff = Text(
    "数据截至{0}，据账本前 {1} 笔账目算出。", "Data as of {0}, from the ledger's first {1} entries.")
  static let everyNumber = Text(
    "每个数字都能点开，看到口径、逐笔明细和证明。",
    "Every number opens to its definition, its entries and their proof.")

  static let district = Text("区", "District")
  static let subdistrict = Text("街道", "Subdistrict")
  static let community = Text("社区", "Community")
  static let village = Text("村", "Village")
  static let bureau = Text("部门", "Bureau")
  static let unitPath = Text("所在位置", "You are here")
}
