import Publishing

/// The words of entries and records.
extension Text {
  static let entryTitle = Text("第 {0} 号账目", "Entry {0}")
  static let entryKind = Text("账目", "Entry")
  static let whatHappened = Text("发生了什么", "What happened")
  static let programme = Text("项目", "Programme")
  static let openFields = Text("公开内容", "Open facts")
  static let openFieldsNone = Text("这笔账目没有公开的内容。", "The entry has no open facts.")
  static let sealedFields = Text("密封内容", "Sealed facts")
  static let sealedNote = Text(
    "以下内容属个人信息，已加密；账页里只有承诺值，本页不显示内容：{0}。",
    "Personal and encrypted; the leaf holds only commitments, and nothing is shown here: {0}.")
  static let sealedNone = Text("没有密封内容。", "Nothing is sealed.")
  static let sealedErased = Text(
    "以下个人信息已按规定删除，任何人都不能再读出；账目和证明不受影响：{0}。",
    "Erased: nobody can read these any more; the entry and its proof stay good: {0}.")
  static let recordErased = Text("个人信息已按规定删除。", "The personal data have been erased.")
  static let openDeltas = Text("改变了哪些数", "Which numbers it moved")
  static let openDeltasNone = Text("没有公开的数因此改变。", "It moved no public number.")
  static let leafHash = Text("账页哈希", "Leaf hash")
  static let receipt = Text("回执检查点", "Checkpoint of the receipt")
  static let proofInFull = Text("证明全文", "Proof")
  static let entryMarked = Text(
    "这笔账目记的是已经发生的事，入账时按规则本不受理，照记并标注：{0}。",
    "It had happened, and was entered although something was against it: {0}.")
  static let entryCorrects = Text("这笔账目更正：", "This entry corrects")
  static let entryVoids = Text("这笔账目作废：", "This entry voids")
  static let entryCorrectedBy = Text("已被更正，见", "It has been corrected by")
  static let entryVoidedBy = Text("已作废，见", "It has been voided by")
  static let recordVoid = Text("已作废", "void")
  static let openRecord = Text("所属档案", "Its record")
  static let entryPrevious = Text("上一笔", "Previous entry")
  static let entryNext = Text("下一笔", "Next entry")
  static let entriesLabel = Text("前后账目", "Neighbouring entries")
  static let yes = Text("是", "yes")
  static let no = Text("否", "no")
  static let listItems = Text("{0} 项", "{0} items")

  static let recordKind = Text("档案", "Record")
  static let recordState = Text("状态", "State")
  static let recordSealed = Text(
    "另有 {0} 项内部或个人信息不公开。", "{0} further facts are internal or personal and not shown.")
  static let recordHistory = Text("来自这些账目", "From these entries")
  static let recordFactFrom = Text("出处", "From entry")
  static let recordHistoryNote = Text(
    "每一项内容都记着写下它的账目。", "Every fact knows the entry that wrote it.")
}
