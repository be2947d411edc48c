import ArgumentParser
import Foundation
import Publishing
import Reading

/// `luoshi read`.
struct ReadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read published reports into figures, targets and undertakings.",
    discussion: """
      The text must be UTF-8. A file that cannot be read is reported and passed over; the exit \
      code is then 1.
      """)

  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, html
  }

  @Argument(help: "Text files to read.")
  var files: [String]

  @Option(help: "json (the contract of the scorer) or html (the text with its figures marked).")
  var format: Format = .json

  @Option(help: "Folder for one output file per input; without it the output is printed.")
  var output: String?

  @Option(help: "The year the report was given in; found in the text if left out.")
  var year: Int?

  @Flag(help: "Say for each figure which words gave which field, by which rule (JSON).")
  var explain = false

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let reader = Reader(lexicon: try resources.lexicon())
      if let output { try Files.makeFolder(output) }
      var failures = 0
      for file in files {
        do {
          try write(read(file, with: reader), of: file, resources: resources)
        } catch let error as ReadingError {
          failures += 1
          Console.note("\(file): \(error.message)")
        } catch let error as Failure {
          failures += 1
          Console.note("\(error)")
        }
      }
      if failures > 0 {
        Console.note("\(failures) of \(files.count) files could not be read")
        throw Exit.failed
      }
    }
  }

  private func read(_ file: String, with reader: Reader) throws -> ReadDocument {
    try reader.read(
      try Files.read(file), name: Files.name(file), year: year, explains: explain || format == .html
    )
  }

  private func write(
    _ document: ReadDocument, of file: String, resources: ResourceFolder
  ) throws {
    let bytes =
      switch format {
      case .json: document.json()
      case .html: try html(document, resources: resources)
      }
    guard let output else {
      Console.out(bytes)
      return
    }
    var name = Files.name(file)
    if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
    try Files.write(bytes, to: "\(output)/\(name).\(format.rawValue)")
  }

  private func html(_ document: ReadDocument, resources: ResourceFolder) throws -> [UInt8] {
    let style = String(decoding: try resources.bytes("Resources/web/reading.css"), as: UTF8.self)
    return Array(ReadingPage.standalone(document, style: style).utf8)
  }
}
