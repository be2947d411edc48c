import ArgumentParser
import Foundation
import Inputs
import Publishing
import Reading

/// `luoshi read`.
struct ReadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read published reports into figures, targets and undertakings.",
    discussion: """
      Files may be text (UTF-8, GB18030, UTF-16), HTML, DOCX or PDF (with poppler's pdftotext); \
      folders are walked. A file that cannot be read is reported and passed over; the exit code \
      is then 1. With --output a run that was stopped goes on where it was.
      """)

  @Argument(help: "Files and folders to read.")
  var files: [String]

  @Option(
    help: """
      json (everything), jsonl (one figure, target or undertaking a line), csv (one table each) \
      or html (the text with its figures marked).
      """)
  var format: ReadingFormat = .json

  @Option(help: "Folder for the outputs of each input; without it the output is printed.")
  var output: String?

  @Option(help: "The year the report was given in; found in the text if left out.")
  var year: Int?

  @Flag(help: "Say for each figure which words gave which field, by which rule (JSON).")
  var explain = false

  @Option(help: "A file of further words, added to those that come with the program.")
  var lexicon: [String] = []

  @Flag(help: "Read files again whose output is there and newer.")
  var again = false

  @Option(help: "How many files are read at once; as many as there are cores if left out.")
  var jobs: Int?

  func validate() throws {
    if format == .csv, output == nil {
      throw ValidationError("--format csv writes one file a table: name a folder with --output")
    }
    if let jobs, !(1...256).contains(jobs) {
      throw ValidationError("--jobs \(jobs): give a number from 1 to 256")
    }
  }

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let words = try resources.lexiconFiles(adding: lexicon)
      let reader = Reader(lexicon: try Lexicon(files: words))
      if let output { try Files.makeFolder(output) }
      let inputs = try ReadingInputs(files, output: output)
      let style =
        format == .html ? try resources.bytes("Resources/web/reading.css") : []
      let run = ReadingRun(
        reader: reader,
        output: ReadingOutput(
          format: format, folder: output, style: String(decoding: style, as: UTF8.self)),
        stamp: try stamp(words), year: year, explains: explain || format == .html,
        jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
      if output != nil { StopRequest.listen() }
      var progress = ReadingProgress(total: inputs.items.count, isPrinting: output == nil)
      let summary = await run.run(inputs.items, progress: &progress)
      try conclude(summary, inputs)
    }
  }

  /// What was read before with the same words and options need not be read again.
  private func stamp(_ words: [LexiconFile]) throws -> ReadingStamp? {
    guard let output else { return nil }
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let program = ReadingStamp.changed(executable).map { "\($0.timeIntervalSince1970)" }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in words.flatMap(\.bytes) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let settings =
      "program \(program ?? "")\nwords \(hash)\nyear \(year.map(String.init) ?? "")\n"
      + "explain \(explain)\n"
    let stamp = try ReadingStamp(settings, format: format, in: output)
    return again ? nil : stamp
  }

  private func conclude(_ summary: ReadingRun.Summary, _ inputs: ReadingInputs) throws {
    let total = inputs.items.count
    if inputs.otherCount > 0 {
      Console.note("\(inputs.otherCount) files of other kinds in the folders were left alone")
    }
    if total == 0 { throw Failure("there is nothing to read in \(files.joined(separator: ", "))") }
    if output != nil, total > 1 {
      Console.note(
        "\(summary.readCount) read, \(summary.skippedCount) done before, "
          + "\(summary.failedCount) not readable")
    }
    if summary.isStopped {
      Console.note("stopped; the same command goes on from here")
      throw Exit.stopped
    }
    if summary.failedCount > 0 {
      Console.note("\(summary.failedCount) of \(total) files could not be read")
      throw Exit.failed
    }
  }
}
