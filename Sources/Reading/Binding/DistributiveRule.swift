/// `A、B分别增长x、y`: the first amount is A's, the second B's.
struct DistributiveRule {
  let namer: Namer

  private var passage: Passage { namer.passage }

  /// The name of each amount, `nil` for those before 分别; `nil` when the clause distributes nothing.
  func names(
    _ clause: Clause, _ amounts: [Amount], _ parts: [Part], earlier: ArraySlice<Draft>
  ) -> [String?]? {
    guard amounts.count >= 2 else { return nil }
    guard let (first, word) = place(amounts, parts) else { return joined(amounts, parts) }
    let count = amounts.count - first
    guard count >= 2 else { return nil }
    let (body, _) = namer.stripTail(parts[first].left.lowerBound..<word)
    let subject = namer.stripHead(body)
    var names: [String?] = Array(repeating: nil, count: first)
    if subject.isEmpty {
      guard earlier.count >= count else { return nil }
      return names + earlier.suffix(count).map(\.name)
    }
    names += share(subject, count)
    return names
  }

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
    guard let first = parts.first, amounts.allSatisfy({ $0.isPercent && $0.kind == .plain }),
      parts.dropFirst().allSatisfy({ $0.left.isEmpty }), parts.allSatisfy({ $0.right.isEmpty })
    else { return nil }
    let subject = namer.stripHead(namer.stripTail(first.left).0)
    guard namer.items(subject).count == amounts.count else { return nil }
    return share(subject, amounts.count)
  }

  /// Deals a list of subjects out to `count` amounts.
  private func share(_ subject: Range<Int>, _ count: Int) -> [String?] {
    let items = namer.items(subject)
    if items.count == count, let last = items.last {
      return items.map { completed($0, from: last) }
    }
    let sectors = ["一二三产", "三次产业", "一二三次产业", "一、二、三产", "一、二、三次产业"]
    if count == 3 {
      let whole = passage.string(subject)
      for name in sectors where whole.contains(name) {
        let tail = whole.suffix(from: whole.firstRange(of: name)?.upperBound ?? whole.endIndex)
        return ["第一产业", "第二产业", "第三产业"].map { $0 + (tail == "业" ? "" : tail) }
      }
    }
    // `A、B分别从1家、2家增加到3家、4家`: the subjects come round again.
    if items.count > 1, count % items.count == 0, let last = items.last {
      let names = items.map { completed($0, from: last) }
      return (0..<count).map { names[$0 % names.count] }
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

  /// Whether an item ends in a quantity of its own: 起数, 收入额.
  private func isMeasured(_ item: Range<Int>) -> Bool {
    switch passage.scalar(item.upperBound - 1) {
    case 0x6570, 0x91CF, 0x989D, 0x7387, 0x503C, 0x5EA6, 0x8D39, 0x4EF7, 0x6BD4: true
    default: false
    }
  }

  /// Gives an item the measure word that only the last of the list carries.
  private func completed(_ item: Range<Int>, from last: Range<Int>) -> String {
    let own = passage.string(item)
    guard item != last else { return own }
    if ["城镇", "农村", "城市", "乡村"].contains(own) {
      let lead = ["城镇", "农村", "城市", "乡村"].contains {
        passage.starts($0, at: last.lowerBound)
      }
      return own + passage.string(last.lowerBound + (lead ? 2 : 0)..<last.upperBound)
    }
    let measure = namer.measureLength(last)
    guard measure > 0, measure < last.count, namer.measureLength(item) == 0, !isMeasured(item)
    else { return own }
    return own + passage.string(last.upperBound - measure..<last.upperBound)
  }
}
