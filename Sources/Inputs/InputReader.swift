// Files as people have them, made into the one thing that Reading takes: text in UTF-8.
//
// The kind is told by the bytes, never by the name: web pages are saved as .txt, and texts as .htm.

/// Makes text of a file's bytes: plain text in several encodings, HTML, PDF, DOCX.
///
/// A value without state; it may be used from many tasks at once.
public struct InputReader: Sendable {
  let limits: InputLimits

  /// A reader that keeps to `limits`.
  public init(limits: InputLimits) {
    self.limits = limits
  }

  /// The text of a file.
  ///
  /// - Parameters:
  ///   - bytes: All bytes of the file.
  ///   - path: Where the file lies; a PDF is handed to `pdftotext` by its path.
  /// - Throws: `InputError` for what cannot be made into text. UTF-8 text is handed on as it is
  ///   and not checked here.
  public func extract(_ bytes: [UInt8], path: String) throws(InputError) -> ExtractedText {
    if bytes.starts(with: Self.pdfMark) {
      let pages = try PDFProgram(limits: limits).pages(of: path)
      return try PDFText(pages).extracted()
    }
    if bytes.starts(with: Self.zipMark) { return try WordText.extract(bytes, limits: limits) }
    if bytes.starts(with: Self.oldWordMark) { throw .oldWord }
    if bytes.starts(with: Self.richTextMark) { throw .richText }
    let sniffer = HTMLSniffer(bytes)
    guard sniffer.isHTML else { return try TextDecoder.plain(bytes) }
    let decoded = try TextDecoder.page(bytes, declared: sniffer.declaredCharset)
    return try HTMLText.extract(decoded)
  }

  private static let pdfMark = Array("%PDF-".utf8)
  private static let zipMark: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  private static let oldWordMark: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  private static let richTextMark = Array("{\\rtf".utf8)
}

/// What a file may cost.
public struct InputLimits: Sendable {
  /// The most bytes that a file inside a DOCX may unpack to.
  public var unpackedBytesMax: Int
  /// How long `pdftotext` may take for one file.
  public var pdfSecondsMax: Int
  /// The program that gives a PDF's text; found on the `PATH`.
  public var pdfProgram: String

  /// 256 MB for a DOCX, two minutes for a PDF, poppler's `pdftotext`.
  public static let standard = InputLimits(
    unpackedBytesMax: 256 << 20, pdfSecondsMax: 120, pdfProgram: "pdftotext")
}

/// A file's text and what it was made from.
public struct ExtractedText: Sendable {
  /// UTF-8; all places in a reading refer to it.
  public let bytes: [UInt8]
  /// What it was made from.
  public let source: InputSource
}

/// What a text was made from.
public struct InputSource: Sendable, Hashable {
  /// The format of a file.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case text, html, pdf, docx
  }

  /// How a file wrote characters as bytes.
  public enum Encoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
  }

  /// The file's format.
  public let kind: Kind
  /// The file's encoding; a PDF's and a DOCX's text is handed over in UTF-8.
  public let encoding: Encoding
  /// What a reader should know, each a sentence: characters that could not be decoded, pages
  /// without text.
  public let notes: [String]

  /// Whether the text differs from the file: for plain UTF-8 it does not.
  public var isExtracted: Bool { kind != .text || encoding != .utf8 }
}
