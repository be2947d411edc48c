import ArgumentParser
import Foundation
import Inputs
import Publishing
import Reading

/// What `read` writes.
enum ReadingFormat: String, ExpressibleByArgument, CaseIterable {
  case json, jsonl, csv, html
}

/// Makes the outputs of a document and writes them, whole or not at all.
struct ReadingOutput: Sendable {
  let format: ReadingFormat
  /// `nil` where the output is printed.
  let folder: String?
  /// The content of `reading.css`, for HTML.
  let style: String

  /// One file to write; `ending` follows the document's name.
  private struct File {
    let ending: String
    let bytes: [UInt8]
  }

  /// The file whose presence says that a document is done: it is renamed last.
  func mark(_ name: String) -> String {
    let ending = format == .csv ? ".figures.csv" : ".\(format.rawValue)"
    return "\(folder ?? ".")/\(name)\(ending)"
  }

  /// Writes the document, or gives the bytes to print.
  func write(
    _ document: ReadDocument, _ text: ExtractedText, name: String
  ) throws -> [UInt8]? {
    let isExtracted = text.source.isExtracted
    let textName = isExtracted && folder != nil ? name + ReadingInputs.extracted : nil
    let note = SourceNote(
      kind: text.source.kind.rawValue, encoding: text.source.encoding.rawValue,
      text: textName.map(Files.name), notes: text.source.notes)
    var files: [File] = []
    switch format {
    case .json: files = [File(ending: ".json", bytes: document.json(source: note))]
    case .jsonl: files = [File(ending: ".jsonl", bytes: document.jsonLines())]
    case .html:
      let page = ReadingPage.standalone(document, style: style)
      files = [File(ending: ".html", bytes: Array(page.utf8))]
    case .csv:
      // The figures last: they are the mark.
      files = document.tables().reversed().map {
        File(ending: ".\($0.layer).csv", bytes: $0.bytes)
      }
    }
    guard let folder else { return files.flatMap(\.bytes) }
    if textName != nil {
      files.insert(File(ending: ReadingInputs.extracted, bytes: text.bytes), at: 0)
    }
    let path = "\(folder)/\(name)"
    if name.contains("/") {
      try Files.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
    for file in files { try Files.writeWhole(file.bytes, to: path + file.ending) }
    return nil
  }
}

/// Tells which documents are done, so that a run that was stopped goes on.
///
/// A document is done if its output is not older than its input and than the stamp: a file beside
/// the outputs that names program, lexicon and options, and is written anew when these change.
struct ReadingStamp {
  private let changed: Date?

  /// Reads the stamp, or writes it where it is missing or says something else.
  init(_ settings: String, format: ReadingFormat, in folder: String) throws {
    let path = "\(folder)/.luoshi-read.\(format.rawValue)"
    let stored = FileManager.default.contents(atPath: path)
    if stored != Data(settings.utf8) { try Files.writeWhole(Array(settings.utf8), to: path) }
    changed = Self.changed(path)
  }

  /// Whether the output at `mark` is newer than the input at `path` and the stamp.
  func isDone(_ path: String, mark: String) -> Bool {
    guard let made = Self.changed(mark), let changed, let input = Self.changed(path) else {
      return false
    }
    return made >= changed && made >= input
  }

  static func changed(_ path: String) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }
}
