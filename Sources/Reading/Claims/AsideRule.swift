import Quantities

/// Tells clauses that stand beside what is done: size, purpose, effect, announcement.
///
/// A class of constants, as the others.
final class AsideRule {
  private let passage: Passage
  private let deed: DeedRule

  init(passage: Passage, deed: DeedRule) {
    self.passage = passage
    self.deed = deed
  }

  /// `总投资12亿元`: what it costs or takes, said beside what is done.
  private func isSize(_ clause: Clause) -> Bool {
    clause.range.count <= 16 && passage.starts(Self.sizes, at: clause.start)
  }

  private static let sizes: Phrases = [
    "总投资", "计划投资", "计划总投资", "占地", "项目总投资", "总建筑面积", "总用地",
  ]

  /// Clauses that give a purpose or an effect.
  func isAside(_ clause: Clause, isFirst: Bool) -> Bool {
    if passage.ends("的同时", before: clause.end) { return true }
    if announcesWork(clause) { return true }
    if passage.starts("经", at: clause.start), clause.range.count <= 16,
      passage.ends(Self.approvals, before: clause.end)
    {
      return true
    }
    if !isFirst, isSize(clause) { return true }
    if passage.first(sign: 0x77, in: clause.range) != nil,
      passage.contains("www.", in: clause.range)
    {
      return true
    }
    if passage.starts(Self.purposes, at: clause.start) { return true }
    if isFirst ? leads(clause) : serves(clause) { return true }
    // A clause with a number of its own sets something: `完成8个村的改造任务`, `实现就业3万人`.
    if passage.holdsDigit(clause.range) { return false }
    if isFirst {
      return clause.closer == 0x2C && passage.starts(Self.completing, at: clause.start)
        && passage.ends(Self.completed, before: clause.end)
    }
    return isEffect(clause)
  }

  /// `形成合力`, `让群众受益`: what comes of a deed.
  func isEffect(_ clause: Clause) -> Bool {
    passage.starts(Self.effects, at: clause.start)
  }

  /// Whether a clause begins to tell why or how things stand, in the middle of a sentence.
  func digresses(_ clause: Clause) -> Bool {
    passage.starts(Self.reasons, at: clause.start)
  }

  /// `为弥补收支缺口，`: what the deeds of the sentence are for, before them.
  private func leads(_ clause: Clause) -> Bool {
    guard passage.text[clause.start] == 0x4E3A, clause.closer == 0x2C else { return false }
    let rest = clause.start + 1..<clause.end
    return deed.opensDeed(rest) || passage.starts("弥补", at: rest.lowerBound)
      || passage.starts("刺激", at: rest.lowerBound)
  }

  /// `要把握好以下原则`, `重点抓好八个方面工作`: says what comes, and does nothing.
  private func announcesWork(_ clause: Clause) -> Bool {
    let range = clause.range
    guard range.count <= 24, passage.ends(Self.announcedNouns, before: range.upperBound)
    else { return false }
    if passage.contains(Self.following, in: range) { return true }
    return passage.contains(Self.tasking, in: range)
      && range.dropFirst().contains { index in
        passage.starts(Self.counted, at: index) && counts(before: index)
      }
  }

  /// Whether a count stands before `index`, with a measure word or without one.
  private func counts(before index: Int) -> Bool {
    let last = passage.scalar(index - 1) == 0x4E2A ? index - 2 : index - 1
    let scalar = passage.scalar(last)
    return scalar.isDigit || scalar == 0x51E0 || ChineseNumerals.isNumeral(scalar)
  }

  /// `为经济增长提供有力支撑`, `比上年减少200亿元`: what a deed is good for, or what it is
  /// compared with.
  private func serves(_ clause: Clause) -> Bool {
    let range = clause.range
    switch passage.text[range.lowerBound] {
    case 0x4E3A:  // 为
      return passage.contains(Self.services, in: range)
    case 0x6BD4: return passage.holdsDigit(range)  // 比
    default: return false
    }
  }

  private static let announcedNouns: Phrases = [
    "工作", "原则", "取向", "方面", "任务", "事项", "件事", "件大事", "要点", "几点",
  ]
  private static let purposes: Phrases = [
    "为确保", "为了", "为实现", "为推动", "其中", "有利于", "体现了", "兼顾了", "表明", "这是", "实现上述", "实现以上",
    "围绕上述", "围绕以上", "围绕实现", "围绕这", "主要是", "统筹兼顾", "突出重点", "务求实效", "把握关键",
  ]
  private static let approvals: Phrases = ["同意", "研究", "批准"]
  private static let completing: Phrases = ["完成", "全面完成"]
  private static let completed: Phrases = ["目标", "任务"]
  private static let reasons: Phrases = ["虽然", "但由于", "由于", "这是", "但是由于", "这既"]
  private static let following: Phrases = ["以下", "如下", "下列", "这几"]
  private static let tasking: Phrases = ["抓好", "做好", "办好", "把握", "突出"]
  private static let counted: Phrases = ["方面", "件", "几项", "几点"]
  private static let services: Phrases = [
    "提供", "奠定", "创造", "营造", "作出", "打下", "增添", "腾空间", "腾出", "积蓄", "注入", "增光添彩", "贡献",
  ]
  private static let effects: Phrases = [
    "形成", "实现", "让", "使", "可谓", "真正让", "切实让", "更好让", "真正使",
  ]
}
