import Quantities

/// Decides what kind of statement an amount makes.
struct FormRule {
  let namer: Namer
  let lexicon: Lexicon

  struct Ruling {
    var form: Form
    var isNegative = false
  }

  func form(
    _ amount: Amount, _ part: Part, _ body: Range<Int>, _ predicate: Namer.Predicate,
    _ name: String, previous: Draft?
  ) -> Ruling {
    switch amount.kind {
    case .ratio: return Ruling(form: .share)
    case .rank: return Ruling(form: .rank)
    case .grade: return Ruling(form: .grade)
    case .doubling: return Ruling(form: .growth)
    case .plain: break
    }
    let isFall = falls(predicate)
    let isRise = rises(predicate)
    if amount.unit.hasSuffix("百分点") || amount.unit.hasSuffix("千分点") {
      return Ruling(form: .change, isNegative: isFall)
    }
    if amount.unit == "倍" {
      return Ruling(form: isRise || isFall ? .growth : .rate)
    }
    guard amount.isPercent else {
      if namer.holds(part.left.suffix(24), .net) { return Ruling(form: .change) }
      let direct = isRise || isFall
      if direct, !predicate.nearest.contains(.state), amount.comparator != .between,
        predicate.nearest.contains(.rise) || predicate.nearest.contains(.fall)
      {
        return Ruling(form: .change, isNegative: isFall)
      }
      return Ruling(form: .level)
    }
    return percent(part, predicate, name, previous, isRise: isRise, isFall: isFall)
  }

  private func percent(
    _ part: Part, _ predicate: Namer.Predicate, _ name: String, _ previous: Draft?,
    isRise: Bool, isFall: Bool
  ) -> Ruling {
    if isFall { return Ruling(form: .growth, isNegative: true) }
    if isRise { return Ruling(form: .growth) }
    if ["增速", "增幅", "涨幅", "增长率"].contains(where: { name.hasSuffix($0) })
      || name.hasSuffix("幅度")
    {
      return Ruling(form: .growth)
    }
    if name.hasSuffix("降幅") { return Ruling(form: .growth, isNegative: true) }
    if let previous, previous.amount.isPercent, previous.clause.overlaps(part.whole) {
      return Ruling(form: previous.form, isNegative: previous.isNegative)
    }
    let ends = name.unicodeScalars.map { $0.value }
    let rate = lexicon.backward.longest(ends, before: ends.count, floor: 0, mask: .rate)
    let known = lexicon.indicator(named: name)?.kind
    if rate != nil, known != .share { return Ruling(form: .rate) }
    if known == .rate { return Ruling(form: .rate) }
    if known == .growth { return Ruling(form: .growth) }
    return Ruling(form: .share)
  }

  /// A rise; 提高到, which states where it ended, is a word of its own.
  private func rises(_ predicate: Namer.Predicate) -> Bool {
    predicate.classes.contains(.rise)
  }

  private func falls(_ predicate: Namer.Predicate) -> Bool {
    predicate.classes.contains(.fall)
      && !(predicate.nearest.contains(.belowLt) && !predicate.nearest.contains(.fall))
  }
}
