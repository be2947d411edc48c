// A fuzz target for libFuzzer: any bytes are read, explained and written; what a reading promises
// of its places must hold for every input.

import Foundation
import Reading

typealias Target = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
/// A C program's arguments.
public typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// libFuzzer's own loop; SwiftPM wants to name the entry point itself, so `main` is ours.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments?>,
  _ target: Target
) -> CInt

let reader: Reader? = {
  let path = ProcessInfo.processInfo.environment["LUOSHI_LEXICON"] ?? "Resources/lexicon.txt"
  guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
  return try? Reader(lexicon: Lexicon(parsing: Array(bytes), file: path))
}()

/// Where the program begins.
@_cdecl("ReaderFuzz_main")
public func start(_ count: CInt, _ arguments: Arguments) -> CInt {
  var count = count
  var list: Arguments? = unsafe arguments
  return unsafe runDriver(&count, &list) { data, size in
    unsafe check([UInt8](UnsafeBufferPointer(start: data, count: size)))
    return 0
  }
}

func check(_ bytes: [UInt8]) {
  guard let reader else { preconditionFailure("LUOSHI_LEXICON names no lexicon") }
  guard let document = try? reader.read(bytes, name: "fuzz", year: nil, explains: true) else {
    return
  }
  precondition(!document.json().isEmpty)
  var last = 0
  for figure in document.figures {
    precondition(figure.at >= last, "figures stand in the order of the text")
    last = figure.at
    expect(figure.quote, at: Int(figure.span.start), in: document)
    precondition(figure.reasons.count == Reason.Field.allCases.count)
  }
  for aim in document.targets {
    expect(aim.quote, at: Int(aim.span.start), in: document)
    precondition(aim.figureIndex.map { document.figures.indices.contains($0) } ?? true)
  }
  for undertaking in document.undertakings {
    expect(undertaking.quote, at: Int(undertaking.span.start), in: document)
  }
}

func expect(_ quote: String, at start: Int, in document: ReadDocument) {
  let end = start + quote.utf8.count
  precondition(end <= document.bytes.count, "a quote lies inside the text")
  precondition(document.bytes[start..<end].elementsEqual(quote.utf8), "a quote is verbatim")
}
