import Comparing
import Foundation
import Quantities
import Reading
import Testing

/// Comparisons of real reports, which are not part of the repository.
///
/// `LUOSHI_TEXTS` names the folder with them.
///
/// The goldens hold places and figures, no wording but that of known indicators. Each row of the
/// district's table was held against both places in the texts, and each without a reported figure
/// against a search of the next report. Two are known to say less than the texts: vegetables of
/// 2015 were reported (10.2, behind a unit in brackets), tourism of 2016 was forecast (预计).
@Suite struct ComparisonGoldenTests {
  static let texts = ProcessInfo.processInfo.environment["LUOSHI_TEXTS"]

  private func comparison(_ folder: String, _ names: [String]) throws -> Comparison? {
    guard let texts = Self.texts else { return nil }
    let documents = try names.map { name in
      let file = URL(filePath: texts).appending(path: "corpus/\(folder)/\(name).txt")
      return try Reader(lexicon: lexicon).read(
        [UInt8](Data(contentsOf: file)), name: name, year: nil)
    }
    return try Comparer(lexicon: lexicon).compare(documents)
  }

  @Test(.enabled(if: texts != nil, "LUOSHI_TEXTS names no folder with the real reports"))
  func `five years of one district are as checked by hand`() throws {
    let names = (2012...2016).map { "hailar-\($0)" }
    let comparison = try #require(try comparison("hailar", names))
    let lines = comparison.steps.flatMap { step in
      step.rows.filter {
        $0.verdict != .unpaired && !($0.indicatorID == nil && $0.measure == .words)
      }
      .map { Self.line($0, step) }
    }
    let counts = comparison.steps.map { step in
      "# \(step.promise.year): \(step.rows.count { $0.verdict == .unpaired }) without a figure of "
        + "the same wording, \(step.beyondCount) for other years"
    }
    try Self.check(lines + counts, "hailar-comparison.tsv")
  }

  /// What is known of the nation's targets, in places and figures; the lines of the file need only
  /// be among what is found.
  @Test(.enabled(if: texts != nil, "LUOSHI_TEXTS names no folder with the real reports"))
  func `well known targets of the nation come out as they were`() throws {
    let names = (2008...2018).map { "national-\($0)" }
    let comparison = try #require(try comparison("national", names))
    let found = Set(comparison.steps.flatMap { step in step.rows.map { Self.line($0, step) } })
    let file = repositoryRoot.appending(path: "Tests/Golden/reading/national-comparison.tsv")
    let facts = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(
      String.init)
    for fact in facts where !fact.hasPrefix("#") {
      let isFound = found.contains(fact)
      #expect(isFound, "\(fact)")
    }
  }

  private static func line(_ row: Row, _ step: Step) -> String {
    let fields: [String?] = [
      String(step.promise.year), row.indicatorID, row.measure.rawValue, row.promised.location.place,
      row.promised.comparator?.rawValue, row.promised.value, row.promised.high, row.promised.unit,
      row.verdict.rawValue, row.reported?.location.place, row.reported?.value, row.reported?.unit,
      row.margin.map { $0.value.description }, row.sequel?.name,
    ]
    return fields.map { ($0?.isEmpty ?? true) ? "-" : $0 ?? "-" }.joined(separator: "\t")
  }

  private static func check(_ lines: [String], _ name: String) throws {
    let file = repositoryRoot.appending(path: "Tests/Golden/reading/\(name)")
    let header =
      "# year\tindicator\tmeasure\tpromised at\tbound\tvalue\thigh\tunit\tverdict\treported at\t"
      + "value\tunit\tmargin\tnext target"
    let text = ([header] + lines).joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    let kept = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let made = text.split(separator: "\n")
    for (old, new) in zip(kept, made) { #expect(old == new) }
    #expect(kept.count == made.count)
  }
}
