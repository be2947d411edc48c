/// Words that a rule looks for together.
///
/// One look at a character rules out nearly every place for all of them at once. To be kept in a
/// `static let`: a list that is made anew for every question costs more than it saves.
final class Phrases: Sendable, ExpressibleByArrayLiteral {
  /// The lower six bits of every first and of every last character, as sets.
  private let firsts: UInt64
  private let lasts: UInt64
  private let scalars: [UInt32]
  /// Where each word stands in `scalars`, in the order written.
  private let ranges: [Range<Int>]

  /// None of `words` is empty.
  init(arrayLiteral words: StaticString...) {
    var firsts: UInt64 = 0
    var lasts: UInt64 = 0
    var scalars: [UInt32] = []
    var ranges: [Range<Int>] = []
    for word in words {
      let start = scalars.count
      scalars += word.scalars
      ranges.append(start..<scalars.count)
      firsts |= Self.bit(scalars[start])
      lasts |= Self.bit(scalars[scalars.count - 1])
    }
    self.firsts = firsts
    self.lasts = lasts
    self.scalars = scalars
    self.ranges = ranges
  }

  @inline(__always)
  private static func bit(_ scalar: UInt32) -> UInt64 { 1 << UInt64(scalar & 63) }

  /// Whether one of them may begin with `scalar`; surely not when false.
  @inline(__always)
  func mayBegin(with scalar: UInt32) -> Bool { firsts & Self.bit(scalar) != 0 }

  /// Whether one of them may end with `scalar`; surely not when false.
  @inline(__always)
  func mayEnd(with scalar: UInt32) -> Bool { lasts & Self.bit(scalar) != 0 }

  /// The length of the first one listed that stands at `index` and ends by `limit`.
  fileprivate func length(in passage: Passage, at index: Int, limit: Int) -> Int? {
    for range in ranges where index + range.count <= limit && stands(range, in: passage, at: index)
    {
      return range.count
    }
    return nil
  }

  /// The length of the first one listed that ends right before `index`.
  fileprivate func length(in passage: Passage, before index: Int) -> Int? {
    for range in ranges where index >= range.count && index <= passage.count {
      if stands(range, in: passage, at: index - range.count) { return range.count }
    }
    return nil
  }

  fileprivate func isWhole(_ range: Range<Int>, in passage: Passage) -> Bool {
    range.upperBound <= passage.count
      && ranges.contains {
        $0.count == range.count && stands($0, in: passage, at: range.lowerBound)
      }
  }

  private func stands(_ range: Range<Int>, in passage: Passage, at index: Int) -> Bool {
    for offset in 0..<range.count
    where passage[index + offset] != scalars[range.lowerBound + offset] { return false }
    return true
  }
}

extension Passage {
  /// Whether one of `phrases` begins at `index`.
  @inline(__always)
  func starts(_ phrases: Phrases, at index: Int) -> Bool {
    phrases.mayBegin(with: scalar(index))
      && phrases.length(in: self, at: index, limit: count) != nil
  }

  /// Whether the text of `range` is one of `phrases`.
  @inline(__always)
  func reads(_ phrases: Phrases, _ range: Range<Int>) -> Bool {
    phrases.mayBegin(with: scalar(range.lowerBound)) && phrases.isWhole(range, in: self)
  }

  /// Whether one of `phrases` ends right before `index`.
  @inline(__always)
  func ends(_ phrases: Phrases, before index: Int) -> Bool {
    length(of: phrases, before: index) != nil
  }

  /// The length of the one of `phrases` that ends right before `index`; of the first one listed
  /// where several do.
  @inline(__always)
  func length(of phrases: Phrases, before index: Int) -> Int? {
    phrases.mayEnd(with: scalar(index - 1)) ? phrases.length(in: self, before: index) : nil
  }

  /// Where the first of `phrases` in `range` begins; it ends in `range` too.
  func first(_ phrases: Phrases, in range: Range<Int>) -> Int? {
    for index in range.clamped(to: 0..<count)
    where phrases.mayBegin(with: self[index])
      && phrases.length(in: self, at: index, limit: range.upperBound) != nil
    {
      return index
    }
    return nil
  }

  /// Whether one of `phrases` stands in `range`.
  func contains(_ phrases: Phrases, in range: Range<Int>) -> Bool {
    first(phrases, in: range) != nil
  }
}
