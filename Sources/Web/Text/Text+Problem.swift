import Programmes
import Publishing

extension Text {
  /// The text with `{0}`, `{1}`… filled in, in both languages.
  func filled(_ values: String...) -> Text {
    var zh = zh
    var en = en
    for (index, value) in values.enumerated() {
      zh = Text.replacing(index, by: value, in: zh)
      en = Text.replacing(index, by: value, in: en)
    }
    return Text(zh, en)
  }

  private static func replacing(_ index: Int, by value: String, in text: String) -> String {
    let parts = text.split(
      separator: "{\(index)}", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.joined(separator: value)
  }
}

/// The words of error pages: what, where, how to mend it.
extension Text {
  static let badRequest = Text("地址里的参数不对", "Something in the address is wrong")
  static let parameterMissing = Text(
    "缺少参数 {0}。", "The parameter {0} is missing.")
  static let parameterInvalid = Text(
    "参数 {0} 的值“{1}”不对。", "The parameter {0} has the value “{1}”, which is not valid.")
  static let parameterTooLong = Text(
    "参数 {0} 太长。", "The parameter {0} is too long.")
  static let writeDay = Text(
    "请写成年-月-日，例如 {0}={1}。", "Write year-month-day, such as {0}={1}.")
  static let writeMonth = Text(
    "请写成年-月，例如 {0}={1}。", "Write year-month, such as {0}={1}.")
  static let writeNumber = Text(
    "请写从 {1} 起的整数。", "Write a whole number from {1} on, for {0}.")
  static let writeMeasure = Text(
    "请写成“项目.指标”，例如 {0}。现有：{1}。", "Write programme.measure, such as {0}. There are: {1}.")
  static let writeIdentifier = Text(
    "请用页面上的链接；编号是 36 位的 UUID。", "Use a link of the site; an id is a UUID of 36 letters.")
  static let writeLanguage = Text("lang 只能是 zh 或 en。", "lang is zh or en.")
  static let writeFromBeforeTo = Text(
    "from 不能晚于 to，且两者相隔不超过 {0} 年。",
    "from must not be after to, nor more than {0} years before it.")
  static let numberUnproven = Text(
    "这个数不能整个下载核对：它的明细不公开，或者多于 {0} 笔，或者那一天没有这个单位。",
    "This number cannot be had as one file: its movements are not public, they are more than {0}, "
      + "or there is no such unit on that day.")
  static let numberUnprovenRemedy = Text(
    "可以看下级单位、分项或较短的时期；公开的明细可以逐笔核对。",
    "Units below, parts and shorter periods have fewer; public movements can be checked singly.")
  static let writePart = Text("这个指标的分项有：{0}。", "The parts of this measure are: {0}.")
  static let partNone = Text("这个指标不分项，请去掉 part。", "This measure has no parts; leave out part.")

  static let notFound = Text("没有这一页", "There is no such page")
  static let pageUnknown = Text("本站没有 {0} 这个地址。", "This site has no address {0}.")
  static let unitUnknown = Text("{1} 没有代码为 {0} 的单位。", "There is no unit {0} on {1}.")
  static let unitHelp = Text(
    "区的代码是 {0}；请从头版一层层点下去。", "The district is {0}; go down from the front page.")
  static let entryUnknown = Text("账本里没有第 {0} 号账目。", "The ledger has no entry {0}.")
  static let tileUnknown = Text(
    "日志里没有这一块，或者还没有这么宽。", "The log has no such tile, or none so wide yet.")
  static let entryHelp = Text(
    "账目从 0 号到 {0} 号。", "Entries go from 0 to {0}.")
  static let ledgerEmpty = Text("账本里还没有账目。", "The ledger is empty.")
  static let recordUnknown = Text(
    "没有编号为 {0} 的公开档案。", "There is no public record {0}.")
  static let recordHelp = Text(
    "档案可能不存在，也可能不公开。请从单位页的名单点进来。",
    "It may not exist, or not be public. Use the lists on the units' pages.")
  static let targetUnknown = Text("没有编号为 {0} 的目标。", "There is no target {0}.")
  static let targetHelp = Text("请从头版点进来。", "Use the links of the front page.")
  static let documentUnknown = Text("没有编号为 {0} 的报告。", "There is no report {0}.")
  static let startFromHere = Text("请从头版重新开始。", "Please start again from the front page.")

  static let methodNotAllowed = Text("这一页只能查看", "This page can only be read")
  static let refused = Text("没有被接受", "Not accepted")
  static let unavailable = Text("暂时打不开", "Not available at the moment")
  static let storageFailed = Text(
    "存储出了问题，这一页现在给不出来。已经记下。",
    "The storage failed, so this page cannot be given now. It has been logged.")
  static let storageHelp = Text(
    "请过一会儿再试；如果一直这样，把下面的编号告诉管理员。",
    "Please try again in a while; if it stays so, tell the operator the number below.")
  static let backToDistrict = Text("回到头版", "To the front page")
  static let requestNumber = Text("请求编号", "Request")
}
