// `luoshi read` on folders: names, what is done before, formats, words of one's own.

import Foundation
import Testing

@Suite struct ReadingFolderTests {
  private let folder: Folder
  private let output: String

  init() throws {
    folder = try Folder()
    output = folder.file("out")
    let below = folder.file("reports/2022")
    try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
    _ = try folder.write("reports/a.txt", text: "一、2021年工作回顾\n全年新建道路12条。\n")
    _ = try folder.write("reports/2022/a.txt", text: "一、2021年工作回顾\n全年新建公厕9座。\n")
    _ = try folder.write("reports/2022/a.html", text: "<html><p>今年计划新增就业300人以上。</p></html>")
    _ = try folder.write("reports/.hidden.txt", text: "5")
    _ = try folder.write("reports/notes.md", text: "5")
  }

  private func read(_ arguments: String...) throws -> Program.Ending {
    try Program.run(["read", folder.file("reports"), "--output", output] + arguments)
  }

  private func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: output)
      .filter { $0.contains(".") && !$0.hasPrefix(".") }.sorted()
  }

  @Test func `folders keep their paths, and names that clash their endings`() throws {
    let ending = try read()
    #expect(ending.status == 0, "\(ending.error)")
    #expect(ending.error.contains("3 read, 0 done before, 0 not readable"))
    #expect(ending.error.contains("1 files of other kinds"))
    #expect(
      try files() == [
        "2022/a.html.extracted.txt", "2022/a.html.json", "2022/a.txt.json", "a.json",
      ])
    let json = try String(contentsOfFile: output + "/2022/a.html.json", encoding: .utf8)
    #expect(json.contains("\"kind\":\"html\""))
  }

  @Test func `what is done is skipped until input, words or options change`() throws {
    _ = try read()
    #expect(try read().error.contains("0 read, 3 done before"))
    #expect(try read("--again").error.contains("3 read, 0 done before"))
    #expect(try read("--year", "2023").error.contains("3 read, 0 done before"))
    #expect(try read("--year", "2023").error.contains("0 read, 3 done before"))
    let future = Date(timeIntervalSinceNow: 60)
    try FileManager.default.setAttributes(
      [.modificationDate: future], ofItemAtPath: folder.file("reports/a.txt"))
    #expect(try read("--year", "2023").error.contains("1 read, 2 done before"))
    let words = try folder.write("words.txt", text: "[counter]\n驿\n")
    #expect(try read("--lexicon", words).error.contains("3 read"))
  }

  @Test func `tables are written for each layer`() throws {
    #expect(try read("--format", "csv").status == 0)
    #expect(
      try files().filter { $0.hasPrefix("a.") } == [
        "a.figures.csv", "a.findings.csv", "a.problems.csv", "a.targets.csv",
        "a.undertakings.csv",
      ])
    #expect(try Program.run(["read", folder.file("reports"), "--format", "csv"]).status == 64)
  }

  @Test func `lines are printed in the order of the files`() throws {
    let ending = try Program.run(["read", folder.file("reports"), "--format", "jsonl"])
    let names = ending.out.split(separator: "\n").map { $0.prefix(24) }
    #expect(names.first == "{\"document\":\"a.txt\",\"lay")
    #expect(names.contains("{\"document\":\"2022/a.html"))
  }

  @Test func `a mistake in a file of words is named with line and column`() throws {
    let words = try folder.write(
      "words.txt", text: "[indicators]\nx | 名 | 人 | sum | flow | floor\n")
    let ending = try read("--lexicon", words)
    #expect(ending.status == 1)
    #expect(ending.error.contains("words.txt:2:13: kind `sum`"), "\(ending.error)")
  }

  @Test func `an empty folder and a folder of no text say so`() throws {
    let empty = folder.file("empty")
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    let ending = try Program.run(["read", empty])
    #expect(ending.status == 1)
    #expect(ending.error.contains("nothing to read"))
  }
}
