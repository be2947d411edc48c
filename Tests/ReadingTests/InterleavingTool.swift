import Foundation
import Reading

/// Prints texts in columns and gives the lines as a web page of a yearbook holds them.
struct InterleavingTool {
  enum Form: CaseIterable {
    case spaces, ideographicSpaces, tabs, alternating
  }

  var form: Form
  var columns: Int
  /// Characters of a line.
  var width: Int
  /// Whether paragraphs are set in by two characters.
  var isIndented = true

  /// One text over all columns, as the printed page has it: down the first, then the second.
  func page(_ paragraphs: [String]) -> String {
    let lines = paragraphs.flatMap(wrapped)
    let height = (lines.count + columns - 1) / columns
    return page(
      columns: (0..<columns).map { column in
        Array(lines.dropFirst(column * height).prefix(height))
      })
  }

  /// A text of its own in each column.
  func page(texts: [[String]]) -> String {
    page(columns: texts.map { $0.flatMap(wrapped) })
  }

  private func page(columns: [[String]]) -> String {
    let height = columns.map(\.count).max() ?? 0
    var lines: [String] = []
    for row in 0..<height {
      let cells = columns.map { row < $0.count ? $0[row] : "" }
      switch form {
      case .alternating: lines += cells.filter { !$0.isEmpty }
      case .tabs: lines.append(cells.joined(separator: "\t"))
      case .spaces: lines.append(padded(cells, " ", 1))
      case .ideographicSpaces: lines.append(padded(cells, "　", 2))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func padded(_ cells: [String], _ blank: String, _ size: Int) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() where !cell.isEmpty {
      let start = column * (2 * width + 4)
      while display(line) + size - 1 < start { line += blank }
      line += cell
    }
    return line
  }

  private func display(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2000 ? 1 : 2) }
  }

  /// A paragraph's lines; no line begins with a mark.
  private func wrapped(_ paragraph: String) -> [String] {
    let text = (isIndented ? "　　" : "") + paragraph
    let scalars = Array(text.unicodeScalars)
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var used = 0
    for (index, scalar) in scalars.enumerated() {
      let size = scalar.value < 0x2000 ? 1 : 2
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      let isPushed = "，。、；：！？”）》%".unicodeScalars.contains(next) && used + size + 1 >= 2 * width
      if used + size > 2 * width || isPushed {
        lines.append(String(line))
        line = String.UnicodeScalarView()
        used = 0
      }
      line.append(scalar)
      used += size
    }
    lines.append(String(line))
    return lines
  }
}

/// How much of the text came back.
struct InterleavingScore: CustomStringConvertible {
  var paragraphs = 0
  var whole = 0
  var figures = 0
  var found = 0
  var extra = 0

  /// Reads the interleaved page and the text it was made from.
  mutating func add(_ page: String, _ paragraphs: [String]) throws {
    let document = try reader.read(Array(page.utf8), name: "page", year: 2024)
    let plain = try reader.read(
      Array(paragraphs.joined(separator: "\n").utf8), name: "text", year: 2024)
    var read = Set<String>()
    let scalars = Array(page.unicodeScalars)
    for pieces in document.articles.flatMap(\.paragraphs) {
      var text = String.UnicodeScalarView()
      for piece in pieces { text.append(contentsOf: scalars[piece]) }
      read.insert(String(text))
    }
    self.paragraphs += paragraphs.count
    whole += paragraphs.count { read.contains($0) }
    var left = Self.counts(document.figures)
    figures += plain.figures.count
    for (figure, count) in Self.counts(plain.figures) {
      let same = min(count, left[figure] ?? 0)
      found += same
      left[figure, default: 0] -= same
    }
    extra += left.values.filter { $0 > 0 }.reduce(0, +)
  }

  private static func counts(_ figures: [Figure]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for figure in figures {
      let fields = [
        figure.indicator, figure.value, figure.unit, figure.period ?? "-",
        "\(figure.form) \(figure.comparator) \(figure.standing)",
      ]
      counts[fields.joined(separator: " "), default: 0] += 1
    }
    return counts
  }

  var description: String {
    "\(whole) of \(paragraphs) paragraphs, \(found) of \(figures) figures, \(extra) others"
  }
}
