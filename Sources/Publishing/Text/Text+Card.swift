/// The words of a number card.
extension Text {
  package static let demo = Text("演示数据", "Demo data")
  package static let demoLong = Text(
    "演示数据：本页数字由程序模拟生成，不是任何地方的真实情况。",
    "Demo data: the figures on this page are simulated and describe no real place.")
  package static let unitOfNumbers = Text("单位：{0}", "In {0}")
  package static let cardKind = Text("数字卡", "Number card")
  package static let whyThisNumber = Text("为什么是这个数", "Why this number")
  package static let definition = Text("口径", "Definition")
  package static let definitionVersion = Text("口径版本", "Version of the definition")
  package static let formula = Text("算法", "How it is computed")
  package static let scopeUnit = Text("统计范围", "Unit")
  package static let scopePeriod = Text("时间", "Period")
  package static let scopePart = Text("分项", "Part")
  package static let periodFromTo = Text("{0}至{1}", "{0} to {1}")
  package static let countingUnit = Text("计量单位", "Counted in")
  package static let openness = Text("公开程度", "Openness")
  package static let isOpen = Text(
    "逐笔变动写入公开账页，任何人都可以重算。",
    "Every movement stands in a public leaf; anyone can recount the sum.")
  package static let isAttested = Text(
    "逐笔变动属内部数据，账页只存其哈希值；合计由账本复算证明。",
    "Movements are internal and leaves hold only their hashes; the ledger attests the sum.")
  package static let formulaFlow = Text(
    "把期内每一笔“{0}”记录带来的变动相加。",
    "The movements of every record of “{0}” in the period, added.")
  package static let formulaStock = Text(
    "期初数加上期内每一笔变动，得期末数。",
    "The opening balance and every movement in the period give the closing balance.")
  package static let formulaDistinct = Text(
    "期内被“{0}”记录到的不同对象，每个只数一次。",
    "Different things recorded by “{0}” in the period, each counted once.")
  package static let breakdown = Text("分下级单位", "By unit below")
  package static let breakdownNote = Text(
    "去重数不能相加：同一对象在两处各记一次，在上级只算一个。",
    "Distinct counts do not add: a thing recorded in two units counts once above them.")
  package static let breakdownRest = Text(
    "本级，以及期内撤并、划转的单位", "The unit itself, and units that changed in the period")
  package static let contributions = Text("逐笔明细", "Every entry behind it")
  package static let noContributions = Text(
    "期内没有任何记录，因此是 0。", "Nothing was recorded in the period, so the value is 0.")
  package static let cardAmended = Text("含更正 {0} 笔", "{0} movements are corrections")
  package static let actionCorrected = Text("{0}（更正）", "{0} (corrected)")
  package static let actionVoided = Text("{0}（作废）", "{0} (voided)")
  package static let columnEntry = Text("账目号", "Entry")
  package static let columnDay = Text("日期", "Day")
  package static let columnUnit = Text("单位", "Unit")
  package static let columnAction = Text("事项", "Action")
  package static let columnDelta = Text("变动", "Change")
  package static let columnProof = Text("证明", "Proof")
  package static let columnValue = Text("数值", "Value")
  package static let proofFile = Text("下载", "download")
  package static let proofFileLabel = Text("下载第{0}号账目的证明", "Download the proof of entry {0}")
  package static let openingBalance = Text("期初数", "Opening balance")
  package static let sumFlow = Text(
    "共 {0} 笔，变动合计 {1}，与上面的数相等。",
    "{0} entries, whose changes add to {1}: the number above.")
  package static let sumStock = Text(
    "期初 {0}，加 {1} 笔变动合计 {2}，等于期末 {3}。",
    "Opening balance {0} and {1} changes adding to {2} give {3}.")
  package static let unitsTransferred = Text("区划调整", "Units moved")
  package static let sumTransferred = Text(
    "期初 {0}，加 {1} 笔变动合计 {2}，再加区划调整 {3} 次，等于期末 {4}。",
    "Opening balance {0}, {1} changes adding to {2} and {3} moves of units give {4}.")
  package static let sumDistinct = Text(
    "共 {0} 笔记录，涉及不同对象 {1} 个。",
    "{0} records of {1} different things.")
  package static let sumNotMade = Text(
    "变动超过 {0} 笔，这里不逐笔相加，只列最早的 {1} 笔。打开下级单位、分项或更短的时段，可看到全部明细与合计。",
    "More than {0} entries: they are not added up here, and only the first {1} are listed. Open a "
      + "unit below, a part or a shorter period to see all of them and their sum.")
  package static let sumDiffers = Text(
    "明细合计 {0} 与上面的数不等。请把这一页告诉系统管理员，并运行 luoshi verify。",
    "The entries add to {0}, which is not the number above. Please report this page and run "
      + "luoshi verify.")
  package static let pageOf = Text("第 {0} 页，共 {1} 页", "Page {0} of {1}")
  package static let pagePrevious = Text("上一页", "Previous")
  package static let pageNext = Text("下一页", "Next")
  package static let pagesLabel = Text("明细分页", "Pages of entries")
  package static let checkpoint = Text("检查点", "Checkpoint")
  package static let checkpointSize = Text("账目总数", "Entries in the ledger")
  package static let checkpointRoot = Text("树根", "Root of the tree")
  package static let checkpointNote = Text("签名全文", "Signed note")
  package static let noCheckpoint = Text(
    "账本里还没有账目，所以没有检查点。", "The ledger is empty, so there is no checkpoint yet.")
  package static let howToCheck = Text("自己核对", "Check it yourself")
  package static let howToCheckSteps = Text(
    "下载任一笔的账页和证明，离线运行下面的命令，无需相信本网站。证明只说明一件事：这笔账目在账本里，一字未改。命令里的公钥请与账本主人另行公布的核对。",
    "Download the leaf and the proof of any entry and run this offline; you need not trust this "
      + "site. The proof shows one thing: that the entry is in the ledger and unchanged. Compare "
      + "the key in the command with the one that the ledger's operator publishes elsewhere.")
  package static let leafFile = Text("账页", "Leaf")
  package static let wholeProof = Text("整个数一起核对", "Check the whole number")
  package static let wholeProofSteps = Text(
    "这个文件里有这个数的全部账页和证明。离线运行下面的命令，就会逐笔核对并重新相加。是否还有漏列的账目，文件本身不能证明。",
    "This file has all leaves and proofs behind the number. The command checks each of them "
      + "offline and adds them up again. That none is left out is not shown by it.")
  package static let machineReadable = Text("机器可读（JSON）", "Machine-readable (JSON)")
  package static let newspaperName = Text("落实", "Luoshi")
}
