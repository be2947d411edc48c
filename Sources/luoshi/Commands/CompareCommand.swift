import ArgumentParser
import Comparing
import Foundation
import Inputs
import Reading

/// `luoshi compare`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Pair what a report promised with what the next year's report says of it.",
    discussion: """
      Give the reports of one body, at least two, in any order. Each is compared with the one of \
      the year after. The rules are in docs/reference/compare.md.
      """)

  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv, html
  }

  @Argument(help: "Reports to compare: text, HTML, PDF or DOCX.")
  var files: [String]

  @Option(help: "table (for reading here), json, csv or html.")
  var format: Format = .table

  @Option(help: "File to write instead of printing.")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The year a file was given in, where the text does not say or says it wrongly; repeatable.",
      valueName: "file=year"))
  var year: [String] = []

  func run() async throws {
    try await Console.run {
      let years = try givenYears()
      let resources = try ResourceFolder.find()
      let lexicon = try resources.lexicon()
      let reader = Reader(lexicon: lexicon)
      var documents: [ReadDocument] = []
      var failures = 0
      for file in files {
        do {
          let text = try ReportFile.text(file)
          for note in text.source.notes { Console.note("\(file): \(note)") }
          documents.append(
            try reader.read(
              text.bytes, name: Files.name(file), year: years[file] ?? years[Files.name(file)]))
        } catch let error as ReadingError {
          failures += 1
          Console.note("\(file): \(error.message)")
        } catch let error as Failure {
          failures += 1
          Console.note("\(error)")
        }
      }
      // A report left out would leave promises open that it answers.
      guard failures == 0 else {
        throw Failure("\(failures) of \(files.count) files could not be read; nothing was compared")
      }
      let comparison = try Comparer(lexicon: lexicon).compare(documents)
      for gap in comparison.gaps {
        Console.note("no report of \(gap.before.year + 1): \(gap.message)")
      }
      try write(comparison, resources)
    }
  }

  private func write(_ comparison: Comparison, _ resources: ResourceFolder) throws {
    let bytes: [UInt8] =
      switch format {
      case .table: Array(comparison.table().utf8)
      case .json: comparison.json()
      case .csv: comparison.csv()
      case .html:
        comparison.html(
          style: String(decoding: try resources.bytes("Resources/web/reading.css"), as: UTF8.self))
      }
    if let output { try Files.write(bytes, to: output) } else { Console.out(bytes) }
  }

  /// The years of `--year`, by the file they were said of.
  private func givenYears() throws -> [String: Int] {
    var years: [String: Int] = [:]
    let names = Set(files + files.map { Files.name($0) })
    for item in year {
      guard let equals = item.lastIndex(of: "="),
        let number = Int(item[item.index(after: equals)...]), (1949...2200).contains(number)
      else { throw Failure("--year \(item): write FILE=YEAR, such as report.txt=2014") }
      let file = String(item[..<equals])
      guard names.contains(file) else {
        throw Failure("--year \(item): \(file) is none of the files to compare")
      }
      years[file] = number
    }
    return years
  }
}
