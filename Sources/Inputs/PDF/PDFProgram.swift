import Foundation

/// Runs poppler's `pdftotext`, which gives each word of a PDF with its place.
struct PDFProgram {
  let limits: InputLimits

  // 512 MB: as much as is read of any file.
  private static let outputBytesMax = 512 << 20

  /// The pages as XHTML with places (`-bbox-layout`), in UTF-8.
  func pages(of path: String) throws(InputError) -> [UInt8] {
    guard let program = find() else { throw .pdfProgramMissing(name: limits.pdfProgram) }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("luoshi-pdf-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .pdfFailed(detail: "no temporary folder could be made")
    }
    let output = folder.appendingPathComponent("text").path
    let complaints = folder.appendingPathComponent("errors").path
    try run(program, path, output: output, complaints: complaints)
    let attributes = try? FileManager.default.attributesOfItem(atPath: output)
    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
    guard size <= Self.outputBytesMax else {
      throw .tooLarge(part: "its text", bytesMax: Self.outputBytesMax)
    }
    return FileManager.default.contents(atPath: output).map { [UInt8]($0) } ?? []
  }

  private func run(
    _ program: String, _ path: String, output: String, complaints: String
  ) throws(InputError) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    // An absolute path, so that no name is taken for an option.
    let absolute = URL(fileURLWithPath: path).path
    process.arguments = ["-enc", "UTF-8", "-bbox-layout", absolute, output]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    _ = FileManager.default.createFile(atPath: complaints, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: complaints) ?? FileHandle.nullDevice
    let done = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in done.signal() }
    do {
      try process.run()
    } catch {
      throw .pdfProgramMissing(name: limits.pdfProgram)
    }
    guard done.wait(timeout: .now() + .seconds(limits.pdfSecondsMax)) == .success else {
      process.terminate()
      throw .pdfTooSlow(seconds: limits.pdfSecondsMax)
    }
    guard process.terminationStatus != 0 else { return }
    let said = FileManager.default.contents(atPath: complaints) ?? Data()
    let words = String(decoding: said.prefix(2_000), as: UTF8.self)
    if words.contains("ncorrect password") || words.contains("ncrypted") { throw .pdfEncrypted }
    let first = words.split(separator: "\n").first.map(String.init) ?? "no reason was given"
    throw .pdfFailed(detail: first)
  }

  private func find() -> String? {
    if limits.pdfProgram.contains("/") {
      let isThere = FileManager.default.isExecutableFile(atPath: limits.pdfProgram)
      return isThere ? limits.pdfProgram : nil
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(limits.pdfProgram)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
