import Foundation
import Reading

/// Makes newspaper pages out of texts: articles cut in mid-sentence into pieces that interleave,
/// each article's own pieces in their order.
struct TearingTool {
  /// A page and its known answers: where a piece ends and where its rest begins, in scalars.
  struct Page {
    var text: [Unicode.Scalar] = []
    var joins: [Int: Int] = [:]
    var cutOff: Set<Int> = []
  }

  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// One page with an article out of each of `texts`, a text being its paragraphs.
  mutating func page(_ texts: [[String]], pieces: Int) -> Page {
    var rest = texts.map { cut($0, pieces: pieces) }
    var order = rest.indices.flatMap { [Int](repeating: $0, count: rest[$0].pieces.count) }
    order.shuffle(using: &random)
    var page = Page()
    var ends: [Int: Int] = [:]
    for article in order {
      if !page.text.isEmpty { page.text += "\n\n".unicodeScalars }
      if let end = ends[article] { page.joins[end] = page.text.count }
      page.text += rest[article].pieces.removeFirst()
      ends[article] = page.text.count
      if rest[article].pieces.isEmpty, rest[article].isCutOff {
        page.cutOff.insert(page.text.count)
      }
    }
    return page
  }

  /// Pieces of 220 to 700 characters; half of the articles lose their end.
  private mutating func cut(
    _ paragraphs: [String], pieces: Int
  ) -> (pieces: [[Unicode.Scalar]], isCutOff: Bool) {
    let first = paragraphs.isEmpty ? 0 : Int.random(in: paragraphs.indices, using: &random)
    let turned = paragraphs[first...] + paragraphs[..<first]
    let text = Array(turned.joined(separator: "\n").unicodeScalars)
    var result: [[Unicode.Scalar]] = []
    var start = 0
    for piece in 0..<pieces {
      var end = start + Int.random(in: 220...700, using: &random)
      guard end < text.count else { break }
      if piece == pieces - 1, Bool.random(using: &random) {
        while end < text.count, text[end] != "\n" { end += 1 }
        result.append(Array(text[start..<end]))
        return (result, false)
      }
      while end < text.count, !isInside(text, end) { end += 1 }
      result.append(Array(text[start..<end]))
      start = end
    }
    return (result, true)
  }

  /// Whether a cut before `index` is in mid-sentence; no column begins with a mark.
  private func isInside(_ text: [Unicode.Scalar], _ index: Int) -> Bool {
    !"。！？；：“（《\n".unicodeScalars.contains(text[index - 1])
      && !"。！？；：，、”“（）《》—…·\n".unicodeScalars.contains(text[index])
  }
}

/// How many joins are there, were found, and are right.
struct TearingScore: CustomStringConvertible {
  var there = 0
  var found = 0
  var right = 0
  var forced = 0
  var cutOff = 0

  mutating func add(_ page: TearingTool.Page) throws {
    var text = ""
    text.unicodeScalars.append(contentsOf: page.text)
    let document = try reader.read(Array(text.utf8), name: "page", year: nil)
    var joins: [Int: Int] = [:]
    for pieces in document.articles.flatMap(\.paragraphs) {
      for (piece, next) in zip(pieces, pieces.dropFirst()) {
        joins[piece.upperBound] = next.lowerBound
      }
    }
    there += page.joins.count
    found += joins.count
    right += page.joins.count { joins[$0.key] == $0.value }
    cutOff += page.cutOff.count
    forced += page.cutOff.count { joins[$0] != nil }
  }

  var description: String {
    "\(right) of \(there) joins, \(found) found, \(forced) of \(cutOff) cut-off ends forced"
  }
}
