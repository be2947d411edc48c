/// `A、B分别增长x、y`: the first amount is A's, the second B's.
struct DistributiveRule {
  let namer: Namer

  private var passage: Passage { namer.passage }

  /// The name of each amount, `nil` for those before 分别; `nil` when the clause distributes nothing.
  func names(
    _ clause: Clause, _ amounts: [Amount], _ parts: [Part], earlier: ArraySlice<Draft>,
    before: Range<Int>?
  ) -> [String?]? {
    guard amounts.count >= 2 else { return nil }
    guard let (first, word) = place(amounts, parts) else {
      return joined(amounts, parts) ?? resumed(amounts, parts, earlier)
    }
    let count = amounts.count - first
    guard count >= 2 else { return nil }
    let (body, _) = namer.stripTail(parts[first].left.lowerBound..<word)
    let subject = namer.stripHead(body)
    var names: [String?] = Array(repeating: nil, count: first)
    if subject.isEmpty || passage.reads(["月人均", "年人均", "人均", "户均"], subject),
      let listed = listed(before, count)
    {
      return names + listed
    }
    if subject.isEmpty {
      guard earlier.count >= count else { return nil }
      return names + earlier.suffix(count).map(\.name)
    }
    var dealt = share(subject, count)
    // `销售收入、利税分别占全县的`: each is the share of that whole.
    let tail = word + 2..<max(word + 2, parts[first].left.upperBound)
    if let opening = tail.first, passage.text[opening] == 0x5360 {
      let whole = passage.string(opening..<namer.stripTail(tail).0.upperBound)
      dealt = dealt.map { $0.map { $0 + whole + (whole.hasSuffix("比重") ? "" : "比重") } }
    }
    names += dealt
    return names
  }

  /// `甲产量、乙产量均突破5万吨`, `，均居全省第一`: one amount that holds for each of several.
  ///
  /// `nil` when the part says it of one thing only.
  func each(
    _ part: Part, _ amount: Amount, earlier: @autoclosure () -> [Draft]
  ) -> [String]? {
    let floor = max(part.left.lowerBound, part.left.upperBound - 8)
    guard floor < part.left.upperBound else { return nil }
    var isEach = (floor..<part.left.upperBound).contains { index in
      guard passage.text[index] == 0x5747 else { return false }  // 均
      let before = passage.scalar(index - 1)
      let after = passage.scalar(index + 1)
      // 年均 人均 户均 日均 月均 平均 and 均衡, 均价 say something else.
      return ![0x5E74, 0x4EBA, 0x6237, 0x65E5, 0x6708, 0x5E73, 0x4EA9].contains(before)
        && after != 0x8861 && after != 0x4EF7
    }
    if passage.contains(Self.both, in: floor..<part.left.upperBound) { isEach = true }
    let isPair = amount.isPercent && amount.comparator != .eq
    guard isEach || isPair else { return nil }
    let (body, predicate) = namer.stripTail(part.left)
    let subject = namer.stripHead(body)
    if subject.isEmpty {
      guard isEach else { return nil }
      let names = earlier().map(\.name)
      return names.count > 1 && names.count <= 4 ? names : nil
    }
    let items = namer.items(subject)
    guard items.count > 1, items.count <= 4, let last = items.last else { return nil }
    let names = items.map { completed($0, from: last) }
    if isEach { return names }
    // `甲和乙年均增长超过7%`: two indicators known by name grow alike.
    let isGrowth = predicate.classes.contains(.rise) || predicate.classes.contains(.fall)
    let known = names.allSatisfy { namer.lexicon.indicator(named: $0) != nil }
    // `毛入园率、毛入学率超过93%`
    let areRates = items.allSatisfy { passage.scalar($0.upperBound - 1) == 0x7387 }
    return (isGrowth && known) || areRates ? names : nil
  }

  private static let both: Phrases = ["同步", "双双", "分别"]

  /// Where 分别 stands: in the text before which amount.
  private func place(_ amounts: [Amount], _ parts: [Part]) -> (Int, Int)? {
    for (index, part) in parts.enumerated() {
      let floor = max(part.left.lowerBound, part.left.upperBound - 12)
      for position in floor..<max(floor, part.left.upperBound)
      where passage.starts("分别", at: position) {
        return (index, position)
      }
    }
    return nil
  }

  /// `甲、乙普及率超过98%、85%` without 分别: as many subjects as bare amounts.
  private func joined(_ amounts: [Amount], _ parts: [Part]) -> [String?]? {
    guard let first = parts.first, amounts.allSatisfy({ $0.kind == .plain && $0.high == nil }),
      parts.dropFirst().allSatisfy({ $0.left.isEmpty }), parts.allSatisfy({ $0.right.isEmpty })
    else { return nil }
    let subject = namer.stripHead(namer.stripTail(first.left).0)
    let isDealt = namer.items(subject).count == amounts.count
    let isBoth = amounts.count == 2 && passage.contains("城乡", in: subject)
    let isAlike = amounts.allSatisfy { $0.isPercent || $0.unit.ends(with: "元") }
    guard isDealt || (isBoth && isAlike) else { return nil }
    return share(subject, amounts.count)
  }

  /// `甲收入1万元，乙收入2万元，增长8%和9%`: growths of the two named before.
  private func resumed(
    _ amounts: [Amount], _ parts: [Part], _ earlier: ArraySlice<Draft>
  ) -> [String?]? {
    guard amounts.count == 2, amounts.allSatisfy({ $0.isPercent && $0.kind == .plain }),
      parts[1].left.isEmpty, namer.stripHead(namer.stripTail(parts[0].left).0).isEmpty
    else { return nil }
    let pair = earlier.suffix(2)
    guard pair.count == 2, let first = pair.first, let last = pair.last,
      first.name != last.name, first.amount.unit == last.amount.unit, !last.amount.isPercent
    else { return nil }
    return [first.name, last.name]
  }

  /// `甲补贴、乙补贴再次提高，分别提高20元和30元`: the clause before names as many.
  private func listed(_ before: Range<Int>?, _ count: Int) -> [String?]? {
    guard let before, before.count <= Namer.leftMax else { return nil }
    let subject = namer.stripHead(namer.stripTail(before).0)
    return namer.items(subject).count == count ? share(subject, count) : nil
  }

  /// Deals a list of subjects out to `count` amounts.
  private func share(_ subject: Range<Int>, _ count: Int) -> [String?] {
    let items = namer.items(subject)
    // `城、乡居民收入分别`
    if items.count == 2, count == 2, let first = items.first, let last = items.last,
      passage.reads("城", first), passage.scalar(last.lowerBound) == 0x4E61
    {
      let tail = passage.string(last.lowerBound + 1..<last.upperBound)
      return ["城镇" + tail, "农村" + tail]
    }
    if count == 3, let sectors = sectors(subject) { return sectors }
    if items.count == count, let first = items.first, let last = items.last {
      // `企业实现收入、利税、利润分别`: the first item names whose they are.
      let verb = first.dropFirst(2).first { index in
        ["实现", "完成"].contains { passage.starts($0, at: index) }
      }
      if let verb, verb + 2 < first.upperBound, last.count <= 6 {
        let owner = passage.string(first.lowerBound..<verb)
        return [owner + passage.string(verb + 2..<first.upperBound)]
          + items.dropFirst().map { owner + completed($0, from: last) }
      }
      return items.map { completed($0, from: last) }
    }
    // `A、B分别从1家、2家增加到3家、4家`: the subjects come round again.
    if items.count > 1, count % items.count == 0, let last = items.last {
      let names = items.map { completed($0, from: last) }
      return (0..<count).map { names[$0 % names.count] }
    }
    // `金融业、软件和信息服务业增加值分别`: 和 stands inside one of them.
    let listed = passage[subject].split(separator: 0x3001).map { $0.startIndex..<$0.endIndex }
    if items.count > count, listed.count == count, let last = listed.last {
      return listed.map { completed($0, from: last) }
    }
    if items.count > count, let last = items.last {
      return items.suffix(count).map { completed($0, from: last) }
    }
    let whole = passage.string(subject)
    if count == 2, let start = subject.first(where: { passage.starts("存贷款", at: $0) }) {
      let head = passage.string(subject.lowerBound..<start)
      let tail = passage.string(start + 3..<subject.upperBound)
      return [head + "存款" + tail, head + "贷款" + tail]
    }
    if count == 2, let start = subject.first(where: { passage.starts("城乡", at: $0) }) {
      let head = passage.string(subject.lowerBound..<start)
      let tail = passage.string(start + 2..<subject.upperBound)
      return [head + "城镇" + tail, head + "农村" + tail]
    }
    return Array(repeating: whole, count: count)
  }

  /// The three sectors, where the subject speaks of them together.
  private func sectors(_ subject: Range<Int>) -> [String?]? {
    let whole = passage.string(subject)
    for name in ["一二三产", "三次产业", "一二三次产业", "一、二、三产", "一、二、三次产业"] {
      guard let found = whole.firstRange(of: name) else { continue }
      let tail = whole.suffix(from: found.upperBound)
      return ["第一产业", "第二产业", "第三产业"].map { $0 + (tail == "业" ? "" : tail) }
    }
    return nil
  }

  /// Whether an item ends in a quantity of its own: 起数, 收入额.
  private func isMeasured(_ item: Range<Int>) -> Bool {
    switch passage.scalar(item.upperBound - 1) {
    case 0x6570, 0x6B21, 0x91CF, 0x989D, 0x7387, 0x503C, 0x5EA6, 0x8D39, 0x4EF7, 0x6BD4: true
    default: false
    }
  }

  /// Gives an item the measure word that only the last of the list carries.
  private func completed(_ item: Range<Int>, from last: Range<Int>) -> String {
    let own = passage.string(item)
    guard item != last else { return own }
    // `中、高等职业教育`: the first item shares all but its first character.
    if item.count == 1, last.count > 3 {
      return own + passage.string(last.lowerBound + 1..<last.upperBound)
    }
    if ["城镇", "农村", "城市", "乡村"].contains(own) {
      let lead = ["城镇", "农村", "城市", "乡村"].contains {
        passage.starts($0, at: last.lowerBound)
      }
      return own + passage.string(last.lowerBound + (lead ? 2 : 0)..<last.upperBound)
    }
    let measure = namer.measureLength(last)
    // `居民、职工门诊慢特病报销范围`: an item as short as the head of the last shares its tail.
    if measure == 0, item.count <= 3, last.count >= item.count + 5, !isMeasured(item) {
      return own + passage.string(last.lowerBound + item.count..<last.upperBound)
    }
    guard measure > 0, measure < last.count, namer.measureLength(item) == 0, !isMeasured(item)
    else { return own }
    return own + passage.string(last.upperBound - measure..<last.upperBound)
  }
}
