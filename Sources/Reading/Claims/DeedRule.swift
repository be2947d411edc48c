/// Tells clauses that say what is to be done from clauses that tell how things stand.
///
/// Chinese verbs have no tense. What is to be done opens with its verb or an adverb before it
/// (`加快推进…`, `扎实做好…`) or says 要, 必须, 将 early on; how things stand opens with a noun.
///
/// A class of constants, because other rules hold on to it.
final class DeedRule {
  private let passage: Passage
  private let openers: WordTrie

  init(passage: Passage, lexicon: Lexicon) {
    self.passage = passage
    openers = lexicon.openers
  }

  // 12: the longest words of the class are shorter.
  private static let wordMax = 12

  /// Whether a clause opens with a verb of doing or an adverb before one.
  func opensDeed(_ range: Range<Int>) -> Bool { opener(range) == .deed }

  /// The classes of the word that a clause opens with.
  func opener(_ range: Range<Int>) -> WordClass {
    let head = passage.text[range.dropFirst(link(range.lowerBound)).prefix(Self.wordMax)]
    return openers.longest(startOf: head, mask: .openers)?.classes ?? []
  }

  /// The length of what may stand before the first word of a clause.
  private func link(_ index: Int) -> Int {
    switch passage.scalar(index) {
    case 0x7279: passage.starts("特别是", at: index) ? 3 : 0
    case 0x5C24: passage.starts("尤其是", at: index) ? 3 : 0
    case 0x5E76, 0x518D: 1  // 并, 再
    case 0x540C: passage.starts("同时", at: index) ? 2 : 0
    default: 0
    }
  }

  // 16: a subject and adverbs stand before 要: `全体政府工作人员要`.
  private static let subjectMax = 16

  /// Where 要, 必须 or 将 stands in the beginning of a clause, after its subject.
  func modal(_ range: Range<Int>) -> Int? {
    range.prefix(Self.subjectMax).first { index in
      switch passage.text[index] {
      case 0x8981:  // 要
        return !Self.bound.contains(passage.scalar(index - 1))
          && !Self.nouns.contains(passage.scalar(index + 1))
      case 0x5FC5: return passage.scalar(index + 1) == 0x987B  // 必须
      case 0x5C06: return ![0x519B, 0x9886].contains(passage.scalar(index + 1))  // 将
      case 0x52A1: return passage.scalar(index + 1) == 0x5FC5  // 务必
      default: return false
      }
    }
  }

  /// Before 要 in 需要, 主要, 重要, 只要 and their like.
  private static let bound: [UInt32] = [
    0x9700, 0x4E3B, 0x91CD, 0x53EA, 0x9996, 0x7EAA, 0x6982, 0x627C, 0x6458, 0x5FC5, 0x4E3A,
  ]
  /// Behind 要 in 要素, 要求, 要件 and their like.
  private static let nouns: [UInt32] = [
    0x7D20, 0x6C42, 0x4EF6, 0x70B9, 0x5BB3, 0x9886, 0x95FB, 0x804C, 0x4E48,
  ]

  /// Whether a clause says what is to be done, in either way.
  func urges(_ range: Range<Int>) -> Bool { urges(range, opener(range)) }

  /// The same for a clause whose opener is known.
  func urges(_ range: Range<Int>, _ opener: WordClass) -> Bool {
    if opener == .deed { return true }
    guard let modal = modal(range) else { return false }
    // `世界经济将继续…` foretells.
    return passage.text[modal] != 0x5C06 || !opener.contains(.fact)
  }

  /// Whether a clause only leads to the next: `面对新的压力，`, `在此基础上，`.
  func leads(_ range: Range<Int>) -> Bool {
    let first = passage.scalar(range.lowerBound)
    return passage.starts("面对", at: range.lowerBound) || first == 0x5728 || first == 0x5BF9
      || first == 0x4E3A
  }

  /// Whether a clause that opens with a preposition goes on with a deed:
  /// `在农村地区实行…`, `对困难家庭学生率先免除…`.
  func opensLater(_ range: Range<Int>) -> Bool {
    guard Self.prepositions.contains(passage.scalar(range.lowerBound)) else { return false }
    return range.dropFirst(2).contains { opensDeed($0..<range.upperBound) }
  }

  /// That is 在, 对, 从, 向, 将, 把, 给, 由.
  private static let prepositions: [UInt32] = [
    0x5728, 0x5BF9, 0x4ECE, 0x5411, 0x5C06, 0x628A, 0x7ED9, 0x7531,
  ]
}
