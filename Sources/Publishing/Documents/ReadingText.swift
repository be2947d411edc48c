package import Markup
package import Programmes
import Quantities
package import Reading

/// A read text as HTML: its paragraphs put back together, every figure marked and explained.
///
/// Figures that overlap (分别 lists quote the same words twice) share one mark, whose title tells
/// them all. A mark has the anchor `at-` and the first byte of its quote, which is what a target
/// keeps of its place.
package struct ReadingText {
  private let document: ReadDocument
  private let say: Language
  private let targets: [Int: Address]
  private let marks: [TextMark]
  private let scalarOffsets: ScalarOffsets

  /// `targets` gives, for the first byte of a target's quote, where the target is followed.
  package init(_ document: ReadDocument, language: Language, targets: [Int: Address]) {
    self.document = document
    self.say = language
    self.targets = targets
    self.marks = TextMark.merged(document, targets: targets)
    self.scalarOffsets = ScalarOffsets(document.bytes)
  }

  /// The first bytes that have an anchor `at-…`: of marks, and of the figures and aims in them.
  package var anchors: Set<Int> { Set(marks.flatMap(\.starts)) }

  /// How much was read, in words.
  package var summary: String {
    say(
      .readingSummary, String(document.figures.count), String(document.targets.count),
      String(document.undertakings.count))
  }

  /// The shades of marks and their meaning.
  package var legend: HTML {
    let items = Standing.allCases.map { standing in
      "<li><mark class=\"\(standing.rawValue)\">\(say(standing.text))</mark></li>" as HTML
    }
    return "<ul class=\"legend\">\(items)</ul>"
  }

  /// The articles, from the first headline on.
  package var html: HTML {
    var writer = MarkedWriter(
      document: document, language: say, targets: targets, marks: marks, offsets: scalarOffsets)
    return HTML(joining: document.articles.map { writer.article($0) })
  }
}

/// One stretch of the text that is marked, and what stands there.
struct TextMark {
  var range: Range<Int>
  var figures: [Figure] = []
  var aims: [Aim] = []

  /// The first bytes of the mark and of what stands in it.
  var starts: [Int] {
    [range.lowerBound] + figures.map { Int($0.span.start) } + aims.map { Int($0.span.start) }
  }

  /// The figures' spans and the aims' quotes, in the order of the text, overlapping ones put
  /// together.
  static func merged(_ document: ReadDocument, targets: [Int: Address]) -> [TextMark] {
    var found = document.figures.map { TextMark(range: $0.span.range, figures: [$0]) }
    // An aim without a number has no figure to be marked by; one with a number gives only the
    // anchor, because its clause is longer than what should be shaded.
    for aim in document.targets {
      let range = aim.span.range
      let figure = aim.figureIndex.flatMap { index in
        document.figures.first { $0.index == index }
      }
      found.append(TextMark(range: figure?.span.range ?? range, aims: [aim]))
    }
    found.sort { left, right in
      left.range.lowerBound == right.range.lowerBound
        ? left.range.upperBound > right.range.upperBound
        : left.range.lowerBound < right.range.lowerBound
    }
    var merged: [TextMark] = []
    for mark in found {
      if let last = merged.last, mark.range.lowerBound < last.range.upperBound {
        let end = max(last.range.upperBound, mark.range.upperBound)
        merged[merged.count - 1].range = last.range.lowerBound..<end
        merged[merged.count - 1].figures += mark.figures
        merged[merged.count - 1].aims += mark.aims
      } else {
        merged.append(mark)
      }
    }
    return merged
  }
}

/// The byte offset of any scalar offset, by a table of every 256th.
struct ScalarOffsets {
  private let bytes: [UInt8]
  private var table: [Int] = [0]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var scalars = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if scalars > 0, scalars % 256 == 0 { table.append(offset) }
      scalars += 1
    }
  }

  /// The byte at which a scalar begins; the end of the text for offsets past it.
  func byte(ofScalar scalar: Int) -> Int {
    let block = min(max(0, scalar) / 256, table.count - 1)
    var offset = table[block]
    var left = max(0, scalar) - block * 256
    while left > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }
}

extension Standing {
  /// The word for people.
  package var text: Text {
    switch self {
    case .actual: .standingActual
    case .estimated: .standingEstimated
    case .target: .standingTarget
    case .planned: .standingPlanned
    }
  }
}

extension Comparator {
  /// The word for people; `nil` where the number simply holds.
  package var text: Text? {
    switch self {
    case .eq: nil
    case .ge: .comparatorAtLeast
    case .le: .comparatorAtMost
    case .gt: .comparatorMore
    case .lt: .comparatorLess
    case .about: .comparatorAbout
    case .between: .comparatorBetween
    }
  }
}
