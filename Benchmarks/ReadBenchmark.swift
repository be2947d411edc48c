import Foundation
import Reading

/// Reads all texts of a folder again and again and prints what each step of the reading takes.
///
/// The texts are held in memory, so that the disk is left out; times are of the processor, in one
/// thread, so that other programs on the machine count for little.
struct ReadBenchmark {
  let folder: URL
  let lexicon: URL
  /// Megabytes of text to read in all.
  let megabytes: Int

  func run() throws {
    let reader = try measured("start: lexicon", perMegabyte: nil) {
      Reader(lexicon: try Lexicon(parsing: [UInt8](Data(contentsOf: lexicon)), file: lexicon.path))
    }
    let texts = try texts()
    let size = texts.reduce(0) { $0 + $1.bytes.count }
    guard size > 0 else {
      print("no .txt files in \(folder.path)")
      exit(2)
    }
    let rounds = max(1, megabytes * 1_000_000 / size)
    print("\(texts.count) texts, \(size * rounds / 1_000_000) MB in \(rounds) rounds")
    let total = size * rounds
    var written = 0
    try measured("whole: bytes to JSON", perMegabyte: total) {
      for _ in 0..<rounds {
        for text in texts {
          written += try reader.read(text.bytes, name: text.name, year: nil).json().count
        }
      }
    }
    print("  JSON: \(written / 1_000_000) MB; most memory held: \(peakMemory())")
    try steps(reader, texts, rounds: rounds, total: total)
  }

  /// Each step over all texts of a round, then the next; what is between them is left out.
  private func steps(
    _ reader: Reader, _ texts: [(name: String, bytes: [UInt8])], rounds: Int, total: Int
  ) throws {
    var spent: [String: UInt64] = [:]
    var found = 0
    for _ in 0..<rounds {
      for text in texts {
        var steps = ReadingSteps(reader, text.bytes)
        try add("check", &spent) { try steps.check() }
        add("layout", &spent) { steps.layOut() }
        add("scan", &spent) { steps.scan() }
        add("bind", &spent) { steps.bind() }
        let document = try reader.read(text.bytes, name: text.name, year: nil)
        add("find", &spent) { found += steps.find(document) }
        add("write", &spent) { written(document.json()) }
      }
    }
    for name in ["check", "layout", "scan", "bind", "find", "write"] {
      report("step: \(name)", spent[name] ?? 0, perMegabyte: total)
    }
    print("  \(found / rounds) findings a round")
  }

  @inline(never)
  private func written(_ bytes: [UInt8]) {}

  private func add(
    _ name: String, _ spent: inout [String: UInt64], _ body: () throws -> Void
  ) rethrows {
    let start = processorTime()
    try body()
    spent[name, default: 0] += processorTime() - start
  }

  @discardableResult
  private func measured<Result>(
    _ name: String, perMegabyte total: Int?, _ body: () throws -> Result
  ) rethrows -> Result {
    let start = processorTime()
    let result = try body()
    report(name, processorTime() - start, perMegabyte: total)
    return result
  }

  private func report(_ name: String, _ nanoseconds: UInt64, perMegabyte total: Int?) {
    let label = name.padding(toLength: 24, withPad: " ", startingAt: 0)
    let milliseconds = String(format: "%9.1f ms", Double(nanoseconds) / 1_000_000)
    guard let total else { return print(label + milliseconds) }
    let rate = Double(total) / 1_000_000 / (Double(max(1, nanoseconds)) / 1_000_000_000)
    print(label + milliseconds + String(format: "  %7.1f MB/s", rate))
  }

  private func texts() throws -> [(name: String, bytes: [UInt8])] {
    guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    else { return [] }
    return try walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "txt" }
      .sorted { $0.path < $1.path }
      .map { (name: $0.lastPathComponent, bytes: [UInt8](try Data(contentsOf: $0))) }
  }

  /// Processor time of this process, user and system.
  private func processorTime() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// The `VmHWM` line of this process, where the system tells.
  private func peakMemory() -> String {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.map { $0.dropFirst(6).trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}
