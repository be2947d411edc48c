import Quantities

/// Tells clauses that stand beside what is done: size, purpose, effect, announcement.
struct AsideRule {
  let passage: Passage
  let deed: DeedRule

  /// `总投资12亿元`: what it costs or takes, said beside what is done.
  private func isSize(_ clause: Clause) -> Bool {
    clause.range.count <= 16
      && Self.sizes.contains { passage.starts($0, at: clause.start) }
  }

  private static let sizes: [StaticString] = [
    "总投资", "计划投资", "计划总投资", "占地", "项目总投资", "总建筑面积", "总用地",
  ]

  /// Clauses that give a purpose or an effect.
  func isAside(_ clause: Clause, isFirst: Bool) -> Bool {
    if passage.ends("的同时", before: clause.end) { return true }
    if announcesWork(clause) { return true }
    if passage.starts("经", at: clause.start), clause.range.count <= 16,
      ["同意", "研究", "批准"].contains(where: { passage.ends($0, before: clause.end) })
    {
      return true
    }
    if !isFirst, isSize(clause) { return true }
    if passage.contains("www.", in: clause.range) { return true }
    if Self.purposes.contains(where: { passage.starts($0, at: clause.start) }) { return true }
    if isFirst ? leads(clause) : serves(clause) { return true }
    // A clause with a number of its own sets something: `完成8个村的改造任务`, `实现就业3万人`.
    if passage.holdsDigit(clause.range) { return false }
    if isFirst {
      let ends = ["目标", "任务"].contains { passage.ends($0, before: clause.end) }
      return ends
        && (passage.starts("完成", at: clause.start) || passage.starts("全面完成", at: clause.start))
        && clause.closer == 0x2C
    }
    return isEffect(clause)
  }

  /// `形成合力`, `让群众受益`: what comes of a deed.
  func isEffect(_ clause: Clause) -> Bool {
    Self.effects.contains { passage.starts($0, at: clause.start) }
  }

  /// Whether a clause begins to tell why or how things stand, in the middle of a sentence.
  func digresses(_ clause: Clause) -> Bool {
    let first = passage.scalar(clause.start)
    // 但, 虽, 由, 这
    guard first == 0x4F46 || first == 0x867D || first == 0x7531 || first == 0x8FD9 else {
      return false
    }
    return ["虽然", "但由于", "由于", "这是", "但是由于", "这既"].contains {
      passage.starts($0, at: clause.start)
    }
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
    guard range.count <= 24,
      Self.announcedNouns.contains(where: { passage.ends($0, before: range.upperBound) })
    else { return false }
    if ["以下", "如下", "下列", "这几"].contains(where: { passage.contains($0, in: range) }) {
      return true
    }
    return ["抓好", "做好", "办好", "把握", "突出"].contains { passage.contains($0, in: range) }
      && ["方面", "件", "几项", "几点"].contains { word in
        range.dropFirst().contains { index in
          passage.starts(word, at: index) && counts(before: index)
        }
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
      return ["提供", "奠定", "创造", "营造", "作出", "打下", "增添", "腾空间", "腾出", "积蓄", "注入", "增光添彩", "贡献"]
        .contains {
          passage.contains($0, in: range)
        }
    case 0x6BD4: return passage.holdsDigit(range)  // 比
    default: return false
    }
  }

  private static let announcedNouns: [StaticString] = [
    "工作", "原则", "取向", "方面", "任务", "事项", "件事", "件大事", "要点", "几点",
  ]
  private static let purposes: [StaticString] = [
    "为确保", "为了", "为实现", "为推动", "其中", "有利于", "体现了", "兼顾了", "表明", "这是", "实现上述", "实现以上",
    "围绕上述", "围绕以上", "围绕实现", "围绕这", "主要是", "统筹兼顾", "突出重点", "务求实效", "把握关键",
  ]
  private static let effects: [StaticString] = [
    "形成", "实现", "让", "使", "可谓", "真正让", "切实让", "更好让", "真正使",
  ]
}
