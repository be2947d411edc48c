import Quantities

/// Turns the causes kept with a draft into reasons that quote the source.
struct Explainer {
  let passage: Passage
  let source: SourceText

  /// One reason for each field.
  func reasons(_ draft: Draft) -> [Reason] {
    let amount = draft.amount
    let quote = amount.start..<amount.end
    return [
      name(draft),
      reason(.value, Cause(valueRule(amount), quote)),
      unit(amount),
      reason(.form, draft.causes.form),
      reason(.comparator, comparator(draft)),
      reason(.standing, draft.causes.standing),
      reason(.period, draft.causes.period),
    ]
  }

  private func reason(_ field: Reason.Field, _ cause: Cause) -> Reason {
    Reason(field: field, rule: cause.rule, words: cause.words.map { [words($0)] } ?? [])
  }

  private func words(_ range: Range<Int>) -> Reason.Words {
    Reason.Words(
      quote: source.string(passage.byteRange(range)), at: passage.at(range.lowerBound))
  }

  // MARK: - Value and unit

  private func valueRule(_ amount: Amount) -> Rule {
    switch amount.kind {
    case .ratio: return .ratioPart
    case .rank: return .rankNumber
    case .grade: return .gradeMark
    case .doubling: return .doubling
    case .plain:
      let hasDigits = (amount.start..<amount.end).contains { passage.text[$0].isDigit }
      return hasDigits ? .digits : .chineseNumerals
    }
  }

  private func unit(_ amount: Amount) -> Reason {
    if let noun = amount.noun { return reason(.unit, Cause(.nounAsUnit, noun)) }
    guard amount.kind == .plain else { return reason(.unit, Cause(.unitOfKind)) }
    var start = amount.start
    for index in amount.start..<amount.end where isNumeral(passage.text[index]) {
      start = index + 1
    }
    let stated = start < amount.end ? start..<amount.end : amount.start..<amount.end
    return reason(.unit, Cause(.unitStated, stated))
  }

  private func isNumeral(_ scalar: UInt32) -> Bool {
    scalar.isDigit || scalar == 0x2E || ChineseNumerals.digit(scalar) != nil
  }

  // MARK: - Comparator

  private func comparator(_ draft: Draft) -> Cause {
    let amount = draft.amount
    if amount.high != nil { return Cause(.range, amount.start..<amount.end) }
    if amount.closesSeries { return Cause(.closesSeries) }
    if amount.outerEnd > amount.end { return Cause(.wordBehind, amount.end..<amount.outerEnd) }
    if amount.outerStart < amount.start, amount.comparator != .eq {
      return Cause(.wordBefore, amount.outerStart..<amount.start)
    }
    if amount.inner != nil { return Cause(.wordInside, amount.start..<amount.end) }
    return Cause(.noBound)
  }

  // MARK: - Indicator

  private func name(_ draft: Draft) -> Reason {
    if case .ratio = draft.amount.kind, draft.causes.name != .nameDealtOut {
      return reason(.indicator, Cause(.nameOfSector, draft.amount.start..<draft.amount.end))
    }
    let own = cover(draft.name, in: draft.clause)
    if own.isEmpty, let earlier = last(draft.name, before: draft.clause.lowerBound) {
      return Reason(field: .indicator, rule: .nameCarried, words: [words(earlier)])
    }
    return Reason(field: .indicator, rule: draft.causes.name, words: own.map(words))
  }

  /// The pieces of the clause that the name is put together from: the longest first match of what
  /// is left of the name, of two characters or more.
  private func cover(_ name: String, in clause: Range<Int>) -> [Range<Int>] {
    // Names are short; the limit keeps the cost per figure constant.
    let wanted = name.unicodeScalars.prefix(60).map(\.value)
    let area = clause.prefix(200)
    var pieces: [Range<Int>] = []
    var from = 0
    while from < wanted.count {
      var best: Range<Int>?
      for start in area {
        var length = 0
        while from + length < wanted.count, start + length < area.upperBound,
          passage.text[start + length] == wanted[from + length]
        {
          length += 1
        }
        if length >= 2, length > best?.count ?? 0 { best = start..<start + length }
      }
      if let best { pieces.append(best) }
      from += best?.count ?? 1
    }
    return pieces.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The last place before `end` where the whole name stands.
  private func last(_ name: String, before end: Int) -> Range<Int>? {
    let wanted = name.unicodeScalars.map(\.value)
    guard !wanted.isEmpty, wanted.count <= end else { return nil }
    // 400 characters: a name is carried within its sentence.
    let floor = max(0, end - 400)
    guard floor + wanted.count <= end else { return nil }
    return (floor...(end - wanted.count)).last {
      passage.text[$0..<$0 + wanted.count].elementsEqual(wanted)
    }.map { $0..<$0 + wanted.count }
  }
}
