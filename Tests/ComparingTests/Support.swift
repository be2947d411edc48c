import Comparing
import Foundation
import Reading
import Testing

/// The repository's root, found from where this file lies.
let repositoryRoot: URL = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The lexicon that ships.
let lexicon: Lexicon = {
  do {
    let file = repositoryRoot.appending(path: "Resources/lexicon.txt")
    return try Lexicon(parsing: [UInt8](Data(contentsOf: file)), file: file.path)
  } catch {
    fatalError("the shipped lexicon does not load: \(error)")
  }
}()

/// A report of `year` of a made-up district with a review and a plan.
func report(_ year: Int, past: String, plan: String) throws -> ReadDocument {
  let text = """
    云溪区政府工作报告
    ——\(year)年1月20日在云溪区第九届人民代表大会第四次会议上
    一、\(year - 1)年工作回顾
    \(past)
    二、\(year)年工作安排
    \(plan)

    """
  return try Reader(lexicon: lexicon).read(Array(text.utf8), name: "yunxi-\(year).txt", year: nil)
}

/// The rows of one promise against the next report, and what that promises in turn.
func rows(_ plan: String, _ past: String, next: String = "继续做好各项工作。") throws -> [Row] {
  let before = try report(2023, past: "全年财政总收入完成20.15亿元。", plan: plan)
  let after = try report(2024, past: past, plan: next)
  let comparison = try Comparer(lexicon: lexicon).compare([before, after])
  return comparison.steps.flatMap(\.rows)
}

/// The one row of a promise for one indicator.
func row(_ plan: String, _ past: String, next: String = "继续做好各项工作。") throws -> Row {
  let found = try rows(plan, past, next: next)
  try #require(found.count == 1, "\(found.map(\.indicator))")
  return try #require(found.first)
}
