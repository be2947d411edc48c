/// Aims without a number: relations, references to what others set, and directions.
struct AimRule {
  let namer: Namer

  struct Found {
    let name: String
    let kind: Aim.Kind
  }

  func aims(_ clause: Clause) -> [Found] {
    let range = clause.range
    guard range.count <= 60 else { return [] }
    // `预计今年财政收入继续增长` foresees and sets nothing.
    if namer.startsWith(range, .forecast) { return [] }
    let cues = namer.passage.cues(in: range)
    if cues.contains(.relation), let word = namer.firstWord(range, .relation),
      word.lowerBound > range.lowerBound
    {
      let left = beforePartner(range.lowerBound..<word.lowerBound)
      let name = subject(left)
      let measures = namer.holds(left, [.quantity, .indicator, .measure, .attribute])
      if !name.isEmpty, measures {
        return (coordinated(left) ?? [name]).map { Found(name: $0, kind: .relation) }
      }
    }
    if cues.contains(.reference), let word = namer.firstWord(range, .reference),
      word.lowerBound > range.lowerBound
    {
      let name = subject(range.lowerBound..<word.lowerBound)
      if !name.isEmpty { return [Found(name: name, kind: .reference)] }
    }
    if let found = set(range) { return found }
    return direction(range, cues)
  }

  /// `完成上级下达的节能降碳指标`, `排放降低完成国家确定的目标`: an aim that others set.
  private func set(_ range: Range<Int>) -> [Found]? {
    let passage = namer.passage
    guard passage.ends(Self.tasks, before: range.upperBound),
      let verb = range.first(where: { passage.starts(Self.verbs, at: $0) })
    else { return nil }
    let rest = verb + 2..<range.upperBound
    guard let act = rest.first(where: { passage.starts(Self.acts, at: $0) }),
      (rest.lowerBound...act).contains(where: { passage.starts(Self.setters, at: $0) })
    else { return nil }
    let name = subject(range.lowerBound..<verb)
    if name.unicodeScalars.count >= 3 { return [Found(name: name, kind: .reference)] }
    guard let of = rest.first(where: { $0 > act && passage.text[$0] == 0x7684 }),
      range.upperBound - of > 4
    else { return nil }
    return namer.items(of + 1..<range.upperBound).map {
      Found(name: passage.string($0), kind: .reference)
    }
  }

  private static let tasks: Phrases = ["任务", "目标", "指标", "要求", "计划"]
  private static let verbs: Phrases = ["完成", "达到", "控制在"]
  private static let setters: Phrases = ["国家", "省", "市", "自治区", "上级", "州", "盟"]
  private static let acts: Phrases = ["下达", "确定", "核定", "规定", "分解", "定"]

  /// `收入增长和经济增长同步`: what stands before 和 is aimed at, the rest compared with.
  private func beforePartner(_ range: Range<Int>) -> Range<Int> {
    let passage = namer.passage
    let partner = range.first { index in
      [0x548C, 0x4E0E, 0x540C].contains(passage.text[index])
        && ["经济", "国内生产", "地区生产", "名义", "GDP"].contains { passage.starts($0, at: index + 1) }
    }
    return partner.map { range.lowerBound..<$0 } ?? range
  }

  /// `甲增加值、乙投资增速均`: an aim for each of several indicators.
  private func coordinated(_ range: Range<Int>) -> [String]? {
    let items = namer.items(namer.stripHead(namer.stripTail(range).0))
    guard items.count > 1, items.count <= 6, items.allSatisfy({ isQuantity($0) }) else {
      return nil
    }
    return items.map { namer.passage.string($0) }
  }

  private func subject(_ range: Range<Int>) -> String {
    let (body, _) = namer.stripTail(range)
    return namer.passage.string(namer.stripHead(body))
  }

  /// `物流成本稳步下降` or `降低物流成本`: a named quantity and which way it is to go.
  private func direction(_ range: Range<Int>, _ cues: WordClass) -> [Found] {
    let lexicon = namer.lexicon
    let text = namer.passage.text
    // 全覆盖 and curbs set a direction for whatever they are said of.
    if namer.passage.ends("全覆盖", before: range.upperBound) {
      let name = subject(range.lowerBound..<range.upperBound - 3)
      return name.isEmpty ? [] : [Found(name: name, kind: .direction)]
    }
    if cues.contains(.curb), let curb = namer.firstWord(range.prefix(6), .curb),
      range.upperBound > curb.upperBound
    {
      let object = curb.upperBound..<range.upperBound
      return object.count <= 20
        ? [Found(name: namer.passage.string(object), kind: .direction)] : []
    }
    if let trend = lexicon.backward.longest(
      text, before: range.upperBound, floor: range.lowerBound, mask: .trend)
    {
      let body = namer.stripTail(range.lowerBound..<range.upperBound - trend.length).0
      let name = stripMove(namer.stripHead(body))
      let found = names(name)
      // `汇率在合理水平上的基本稳定`
      if found.isEmpty, let place = namer.passage.first(0x5728, in: name) {
        return names(name.lowerBound..<place)
      }
      return found
    }
    // `推动粮食单产提高、品种培优`: the item of the list that moves a quantity.
    if let mark = namer.passage.first(sign: 0x3001, in: range) {
      let item = range.lowerBound..<mark
      let word = lexicon.backward.longest(
        text, before: item.upperBound, floor: item.lowerBound, mask: [.rise, .fall])
      if let word, word.length == 2 {
        let name = namer.stripHead(item.lowerBound..<item.upperBound - word.length)
        if isQuantity(name) { return [Found(name: namer.passage.string(name), kind: .direction)] }
      }
    }
    guard cues.contains(.move), let move = namer.firstWord(range.prefix(12), .move) else {
      return []
    }
    let object = move.upperBound..<range.upperBound
    return names(object)
  }

  private func stripMove(_ range: Range<Int>) -> Range<Int> {
    guard
      let word = namer.lexicon.forward.longest(
        namer.passage.text, at: range.lowerBound, limit: range.upperBound, mask: .move)
    else { return range }
    return range.lowerBound + word.length..<range.upperBound
  }

  /// One aim for each quantity of a short list; none when what moves is no quantity.
  private func names(_ range: Range<Int>) -> [Found] {
    guard range.count >= 2, range.count <= 40 else { return [] }
    let items = namer.items(range)
    guard let last = items.last, isQuantity(last) else { return [] }
    let quantities = items.filter { isQuantity($0) }
    if quantities.count == items.count, items.count > 1 {
      return items.map { Found(name: namer.passage.string($0), kind: .direction) }
    }
    return [Found(name: namer.passage.string(range), kind: .direction)]
  }

  private func isQuantity(_ range: Range<Int>) -> Bool {
    let word = namer.lexicon.backward.longest(
      namer.passage.text, before: range.upperBound, floor: range.lowerBound,
      mask: [.quantity, .indicator, .general])
    return word.map { $0.classes.isDisjoint(with: .general) } ?? false
  }
}
