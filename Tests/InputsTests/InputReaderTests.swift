import Foundation
import Inputs
import Testing

/// Each format on a small file of its own, and what is refused.
@Suite struct InputReaderTests {
  private let reader = InputReader(limits: .standard)

  private func text(_ bytes: [UInt8]) throws -> (String, InputSource) {
    let extracted = try reader.extract(bytes, path: "no/such/file")
    return (String(decoding: extracted.bytes, as: UTF8.self), extracted.source)
  }

  private func failure(_ bytes: [UInt8], limits: InputLimits = .standard) -> InputError? {
    do {
      _ = try InputReader(limits: limits).extract(bytes, path: "no/such/file")
      return nil
    } catch {
      return error
    }
  }

  // MARK: Encodings

  @Test func `UTF-8 is handed on as it is, also when it is not sound`() throws {
    for bytes in [Array("工作".utf8), [0xEF, 0xBB, 0xBF, 0x41], [], [0x61, 0, 0x62]] as [[UInt8]] {
      let extracted = try reader.extract(bytes, path: "")
      #expect(extracted.bytes == bytes)
      #expect(!extracted.source.isExtracted)
    }
  }

  @Test func `GB18030 is decoded, with characters of four bytes`() throws {
    // 工作 and U+20000.
    let (decoded, source) = try text([0xB9, 0xA4, 0xD7, 0xF7, 0x95, 0x32, 0x82, 0x36, 0x0A])
    #expect(decoded == "工作\u{20000}\n")
    #expect(source.encoding == .gb18030)
    #expect(source.isExtracted)
    #expect(source.notes.isEmpty)
  }

  @Test func `every pair of bytes is a character of its own, but for A3A0`() throws {
    var bytes: [UInt8] = []
    for lead in UInt8(0x81)...0xFE {
      for trail in UInt8(0x40)...0xFE where trail != 0x7F { bytes += [lead, trail] }
    }
    let (decoded, source) = try text(bytes)
    #expect(source.notes.isEmpty)
    #expect(decoded.unicodeScalars.count == bytes.count / 2)
    // A3A0 is the second ideographic space, as in the standard that browsers follow.
    #expect(Set(decoded.unicodeScalars).count == bytes.count / 2 - 1)
  }

  @Test func `a GB18030 text cut off inside a character says so`() throws {
    let (decoded, source) = try text([0xB9, 0xA4, 0xD7, 0xF7, 0xB1])
    #expect(decoded == "工作\u{FFFD}")
    #expect(source.notes.count == 1)
  }

  @Test func `damaged UTF-8 is not taken for another encoding`() throws {
    let damaged = Array("区".utf8) + [0xE5, 0x8C]
    #expect(try reader.extract(damaged, path: "").bytes == damaged)
  }

  @Test func `what is no encoding that is known is refused where it begins`() {
    #expect(failure([0x41, 0xFF, 0xFF]) == .unknownEncoding(offset: 1))
  }

  @Test func `UTF-16 is read by its mark, half a character is replaced`() throws {
    let (little, source) = try text([0xFF, 0xFE, 0xE5, 0x5D, 0x5C, 0x4F])
    #expect(little == "工作")
    #expect(source.encoding == .utf16LittleEndian)
    let (big, other) = try text([0xFE, 0xFF, 0x5D, 0xE5, 0xD8, 0x00, 0x00])
    #expect(big.hasPrefix("工"))
    #expect(other.notes.count == 1)
  }

  // MARK: DOCX

  @Test func `a Word document gives paragraphs and rows`() throws {
    let (decoded, source) = try text(Samples.word)
    #expect(decoded == "一、去年工作\n新建公厕12座，投资3亿元。\n指标\t增长\n")
    #expect(source.kind == .docx)
  }

  @Test func `every cut of a Word document is refused, never a crash`() {
    for count in stride(from: 4, to: Samples.word.count, by: 7) {
      #expect(failure(Array(Samples.word[..<count])) != nil)
    }
  }

  @Test func `a changed byte of a Word document never crashes`() {
    for place in Samples.word.indices.dropFirst(4) {
      var bytes = Samples.word
      bytes[place] ^= 0x55
      _ = failure(bytes)
    }
  }

  @Test func `an archive that unpacks to more than is allowed is refused`() {
    let bomb = Samples.zip(
      "word/document.xml", [UInt8](Samples.bomb), method: 8, unpacked: 10)
    var limits = InputLimits.standard
    limits.unpackedBytesMax = 50_000
    #expect(
      failure(bomb, limits: limits) == .tooLarge(part: "word/document.xml", bytesMax: 50_000))
    #expect(failure(bomb)?.message.contains("unpacked") == true)
    #expect(failure(Samples.zip("xl/workbook.xml", [1], method: 0, unpacked: 1)) == .notWord)
  }

  @Test func `old Word files and Rich Text are named`() {
    #expect(failure([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) == .oldWord)
    #expect(failure(Array("{\\rtf1".utf8)) == .richText)
  }

  // MARK: PDF

  @Test func `a program that is not installed is named, with the package that has it`() {
    var limits = InputLimits.standard
    limits.pdfProgram = "no-such-program"
    let error = failure(Samples.pdf("x"), limits: limits)
    #expect(error == .pdfProgramMissing(name: "no-such-program"))
    #expect(error?.message.contains("apt-get install poppler-utils") == true)
  }

  private static let hasProgram = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")

  @Test(.enabled(if: hasProgram)) func `a PDF gives its text, a scan and a torn one say so`() throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func read(_ bytes: [UInt8]) throws -> String {
      // A name that would be an option if it were not guarded.
      let file = folder.appending(path: "-opw.pdf")
      try Data(bytes).write(to: file)
      return String(decoding: try reader.extract(bytes, path: file.path).bytes, as: UTF8.self)
    }
    #expect(try read(Samples.pdf("Work report of 2024")) == "Work report of 2024\n")
    #expect(throws: InputError.pdfWithoutText(pages: 1)) { try read(Samples.pdf(nil)) }
    #expect(throws: InputError.self) { try read(Array("%PDF-1.4\nnothing".utf8)) }
  }

  @Test func `random bytes behind each mark never crash`() {
    var state: UInt64 = 20_261_125
    for mark in ["PK\u{3}\u{4}", "<html>", "", "{"] {
      for _ in 0..<200 {
        let bytes = (0..<300).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return UInt8(truncatingIfNeeded: state >> 33)
        }
        _ = failure(Array(mark.utf8) + bytes)
      }
    }
  }
}
