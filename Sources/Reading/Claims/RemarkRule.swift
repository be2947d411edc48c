/// Tells sentences that judge, explain, call or guide from those that set something.
///
/// A class of constants, as the others.
final class RemarkRule {
  private let passage: Passage
  private let namer: Namer
  private let deed: DeedRule

  init(passage: Passage, namer: Namer, deed: DeedRule) {
    self.passage = passage
    self.namer = namer
    self.deed = deed
  }

  /// Whether a clause judges, explains or describes.
  ///
  /// Where aims are told as states (`isAiming`), words for how things stand do not count.
  func remarks(_ range: Range<Int>, isAiming: Bool = false) -> Bool {
    let opener = deed.opener(range)
    let urges = deed.urges(range, opener)
    if opener.contains(.fact), !urges { return true }
    // `从战略机遇看，…`
    if passage.text[range.lowerBound] == 0x4ECE, passage.ends("看", before: range.upperBound) {
      return true
    }
    if namer.holds(range, urges || isAiming ? .remark : [.remark, .circumstance]) { return true }
    if let copula = passage.first(0x662F, in: range), isStatement(range, copula) { return true }
    return passage.text[range.lowerBound] == 0x300A && !urges
  }

  /// Whether 是 at `copula` says what something is.
  private func isStatement(_ range: Range<Int>, _ copula: Int) -> Bool {
    if passage.ends(Self.beforeCopula, before: copula) { return false }
    // Inside a quotation it is the quotation's.
    if passage.text[range.lowerBound..<copula].last(where: { $0 == 0x201C || $0 == 0x201D })
      == 0x201C
    {
      return false
    }
    // `要牢记发展是硬道理`: what is to be borne in mind.
    if let modal = deed.modal(range), modal < copula, modal <= range.lowerBound + 2 { return false }
    // `重点是加快推进试点`
    let isLead = passage.ends(Self.leads, before: copula)
    return !(isLead && deed.opensDeed(copula + 1..<range.upperBound))
  }

  private static let leads: Phrases = ["重点", "任务", "目标", "方向"]
  /// `特别是`, `实事求是`, `绿水青山就是金山银山`: no statement of what something is.
  private static let beforeCopula: Phrases = ["特别", "尤其", "求", "凡", "不论", "山就"]

  /// Whether a sentence judges or gives reasons instead of doing anything.
  ///
  /// `opens` says whether its first clause does.
  func judges(_ clauses: ArraySlice<Clause>, opens: Bool) -> Bool {
    guard let head = clauses.first, let tail = clauses.last else { return false }
    if namer.holds((head.start..<tail.end).prefix(100), .verdict) { return true }
    return opens && !clauses.contains { deed.modal($0.range) != nil }
  }

  /// The sentence of guiding thought that opens a plan.
  func guides(_ clauses: ArraySlice<Clause>, _ range: Range<Int>) -> Bool {
    if passage.firstStart(.guidance, in: range.prefix(90)) != nil { return true }
    if let first = passage.firstStart(.watchword, in: range),
      let rest = clauses.first(where: { $0.start > first }),
      passage.firstStart(.watchword, in: rest.start..<range.upperBound) != nil
    {
      return true
    }
    // `必须坚持…，必须坚定…，必须大力…`
    if clauses.count(where: { passage.starts("必须", at: $0.start) }) >= 3 { return true }
    return range.count > 100
      && passage.starts(Self.orders, at: range.lowerBound)
      && passage.contains("各项工作", in: range)
  }

  private static let orders: Phrases = ["我们", "必须", "要"]

  /// `为…而努力奋斗！` calls on everybody and undertakes nothing.
  func calls(_ range: Range<Int>, _ tail: Clause) -> Bool {
    tail.closer == 0x21
      && passage.contains(Self.callings, in: range)
  }

  private static let callings: Phrases = [
    "奋斗", "贡献", "篇章", "征程", "胜利", "辉煌", "未来", "而努力", "伟业",
  ]

  /// `公布了18项实事`: 了 says that it happened.
  func tells(_ range: Range<Int>) -> Bool {
    range.dropFirst(2).contains { index in
      passage.text[index] == 0x4E86 && passage.scalar(index - 1) != 0x4E3A
        && passage.scalar(index - 1) != 0x9664 && passage.scalar(index + 1) != 0x89E3
    }
  }
}
