import Inputs

/// A report's file and the text in it.
enum ReportFile {
  /// The text; failures name the file.
  static func text(_ path: String) throws -> ExtractedText {
    let bytes = try Files.read(path)
    do {
      return try InputReader(limits: .standard).extract(bytes, path: path)
    } catch {
      throw Failure("\(path): \(error.message)")
    }
  }
}
