/// Why a file cannot be made into text; each says how to mend it.
public enum InputError: Error, Sendable, Hashable {
  /// Neither UTF-8 nor GB18030 nor UTF-16: the first byte that fits none of them.
  case unknownEncoding(offset: Int)
  /// A page that names an encoding that is not read.
  case encodingNotRead(name: String)
  /// A page without any text in it.
  case emptyPage
  /// A file of Word before 2007.
  case oldWord
  /// A file in Rich Text Format.
  case richText
  /// A ZIP archive that is cut off or damaged.
  case brokenArchive(detail: String)
  /// A ZIP archive without a Word document in it: a workbook, say.
  case notWord
  /// A part of a DOCX that would unpack to more than is allowed.
  case tooLarge(part: String, bytesMax: Int)
  /// A DOCX whose document has no text.
  case emptyDocument
  /// The program for PDFs is not installed.
  case pdfProgramMissing(name: String)
  /// A PDF that wants a password.
  case pdfEncrypted
  /// A PDF whose pages are pictures.
  case pdfWithoutText(pages: Int)
  /// A PDF that the program could not read, with its words.
  case pdfFailed(detail: String)
  /// A PDF that took longer than is allowed.
  case pdfTooSlow(seconds: Int)

  /// What is wrong and how to mend it, in English.
  public var message: String {
    switch self {
    case .unknownEncoding(let offset):
      "byte \(offset) is neither UTF-8 nor GB18030. Save the text as UTF-8, or check that the file "
        + "is a text at all"
    case .encodingNotRead(let name):
      "the page is in \(name), which is not read. Convert it: iconv -f \(name) -t UTF-8 IN > OUT"
    case .emptyPage:
      "the page has no text. Pages that load their text by script must be saved from a browser"
    case .oldWord:
      "is a Word file of before 2007 (.doc). Save it as .docx: "
        + "libreoffice --headless --convert-to docx FILE"
    case .richText:
      "is in Rich Text Format. Save it as .docx or as UTF-8 text"
    case .brokenArchive(let detail):
      "is a damaged DOCX or ZIP file: \(detail). Fetch or save it again"
    case .notWord:
      "is a ZIP file without a Word document (word/document.xml). "
        + "Unpack it and read the files in it"
    case .tooLarge(let part, let bytesMax):
      "\(part) unpacks to more than \(bytesMax >> 20) MB; no report is that large. "
        + "Check where the file comes from"
    case .emptyDocument:
      "the Word document has no text; a scan must be put through text recognition (OCR) first"
    case .pdfProgramMissing(let name):
      "is a PDF, and the program \(name), which takes the text out, is not installed: "
        + "apt-get install poppler-utils"
    case .pdfEncrypted:
      "is a PDF that wants a password. Take it off: qpdf --decrypt --password=… IN OUT"
    case .pdfWithoutText(let pages):
      "is a PDF of \(pages) pages without a text layer (a scan). "
        + "Put it through text recognition first: ocrmypdf -l chi_sim IN OUT"
    case .pdfFailed(let detail):
      "is a PDF that could not be read: \(detail). Fetch it again, or print it to a new PDF"
    case .pdfTooSlow(let seconds):
      "is a PDF whose text was not out after \(seconds) seconds. Split it, or print it to a new PDF"
    }
  }
}

extension InputError: CustomStringConvertible {
  /// The English message.
  public var description: String { message }
}
