/// A clause of a passage, without its closing punctuation, and what closes it.
struct Clause {
  let start: Int
  let end: Int
  /// The closing character, 0 at the end of the passage.
  let closer: UInt32

  var range: Range<Int> { start..<end }
  /// Whether a new statement begins behind it.
  var endsSentence: Bool { closer == 0 || closer.endsSentence }
}

enum ClauseSplitter {
  /// Cuts a passage at commas, colons and stops; what stands in names, ratios and amounts holds.
  static func split(
    _ passage: Passage, quotations: [Range<Int>], amounts: [Amount]
  ) -> [Clause] {
    var clauses: [Clause] = []
    // 12: most clauses are longer; a text of shorter ones asks for more room later.
    clauses.reserveCapacity(4 + passage.count / 12)
    var start = 0
    var quotation = 0
    var amount = 0
    var index = 0
    while let place = passage.next(.clause, from: index) {
      index = place
      let scalar = passage.text[index]
      while amount < amounts.count, amounts[amount].end <= index { amount += 1 }
      if amount < amounts.count, amounts[amount].start <= index {
        index = amounts[amount].end
        continue
      }
      while quotation < quotations.count, quotations[quotation].upperBound <= index {
        quotation += 1
      }
      let quoted = quotation < quotations.count && quotations[quotation].contains(index)
      if !quoted, scalar.endsClause, !isInsideNumber(passage, index) {
        append(passage, start, index, scalar, &clauses)
        start = index + 1
      } else if scalar == 0x2014, passage.scalar(index + 1) == 0x2014 {  // ——
        append(passage, start, index, 0x2C, &clauses)
        start = index + 2
        index += 1
      }
      index += 1
    }
    append(passage, start, passage.count, 0, &clauses)
    return clauses
  }

  /// Whether `split` does anything where `scalar` stands.
  static func mayCut(at scalar: UInt32) -> Bool { scalar.endsClause || scalar == 0x2014 }

  private static func append(
    _ passage: Passage, _ start: Int, _ end: Int, _ closer: UInt32, _ clauses: inout [Clause]
  ) {
    var start = start
    var end = end
    while start < end, passage.text[start].isBlank || passage.text[start] == 0x201D { start += 1 }
    while end > start, passage.text[end - 1].isBlank { end -= 1 }
    if start < end {
      clauses.append(Clause(start: start, end: end, closer: closer))
    } else if closer.endsSentence, let last = clauses.popLast() {
      clauses.append(Clause(start: last.start, end: last.end, closer: closer))
    }
  }

  private static func isInsideNumber(_ passage: Passage, _ index: Int) -> Bool {
    let scalar = passage.text[index]
    guard scalar == 0x3A || scalar == 0x2C else { return false }
    var before = index - 1
    var after = index + 1
    if scalar == 0x3A {
      while passage.scalar(before).isBlank { before -= 1 }
      while passage.scalar(after).isBlank { after += 1 }
      return passage.scalar(before).isDigit && passage.scalar(after).isDigit
    }
    guard passage.scalar(before).isDigit else { return false }
    for offset in 0..<3 where !passage.scalar(after + offset).isDigit { return false }
    return !passage.scalar(after + 3).isDigit && passage.scalar(after + 3) != 0x5E74
  }
}
