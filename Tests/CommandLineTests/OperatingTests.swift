// What an operator does with a ledger's folder: rebuild, back up, restore.

import Foundation
import Testing

@Suite struct OperatingTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
  }

  /// A ledger with a small simulated district.
  private func simulated(requests: Int = 400) throws -> String {
    let ledger = folder.file("ledger-\(UUID().uuidString)")
    let ending = try Program.run([
      "simulate", "--ledger", ledger, "--premises", "60", "--requests", "\(requests)",
    ])
    try #require(ending.status == 0, "\(ending.error)")
    return ledger
  }

  private func verified(_ ledger: String) throws -> String {
    let ending = try Program.run(["verify", "--ledger", ledger])
    #expect(ending.status == 0, "\(ending.out)\(ending.error)")
    return String(ending.out.split(separator: "\n").first { $0.hasPrefix("root") } ?? "")
  }

  // MARK: Rebuilding

  @Test func `rebuilt projections are equal, and what was wrong is named`() throws {
    let ledger = try simulated()
    let root = try verified(ledger)
    let same = try Program.run(["rebuild", ledger])
    #expect(same.status == 0, "\(same.error)")
    #expect(same.out.contains("411 entries projected"), "\(same.out)")
    #expect(same.out.contains("nothing was different"), "\(same.out)")
    try SQLiteTool.run(
      ledger + "/projections.sqlite",
      "UPDATE tally SET amount = amount + 1 WHERE unit = (SELECT min(unit) FROM tally)")
    let mended = try Program.run(["rebuild", ledger])
    #expect(mended.status == 0, "\(mended.error)")
    #expect(mended.out.contains("DIFFERED  tally: "), "\(mended.out)")
    #expect(!mended.out.contains("DIFFERED  record"), "\(mended.out)")
    #expect(try verified(ledger) == root)
  }

  @Test func `a rebuild that is killed is never believed, and is gone on with`() throws {
    let ledger = try simulated(requests: 1_500)
    let root = try verified(ledger)
    for milliseconds in [150, 400, 700, 1_000] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["rebuild", ledger]
      process.currentDirectoryURL = Program.root
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(milliseconds * 1_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try verified(ledger) == root)
    }
    let whole = try Program.run(["rebuild", ledger])
    #expect(whole.status == 0, "\(whole.error)")
    #expect(whole.out.contains("nothing was different"), "\(whole.out)")
    #expect(try verified(ledger) == root)
  }

  @Test func `entries that are not those signed are not projected`() throws {
    let ledger = try simulated(requests: 50)
    try SQLiteTool.run(
      ledger + "/entries.sqlite",
      """
      DROP TRIGGER entryIsNeverChanged; UPDATE entry SET
      leaf = (SELECT leaf FROM entry WHERE seq = 31),
      block = (SELECT block FROM entry WHERE seq = 31), id = randomblob(16) WHERE seq = 30
      """)
    let ending = try Program.run(["rebuild", ledger])
    #expect(ending.status == 1, "\(ending.out)")
    let left = try FileManager.default.contentsOfDirectory(atPath: ledger)
    #expect(left.contains("projections.sqlite"))
  }

  @Test func `a folder without a ledger is not rebuilt`() throws {
    let ending = try Program.run(["rebuild", folder.file("none")])
    #expect(ending.status == 1)
    #expect(ending.error.contains("there is no ledger in"))
  }
}

/// SQLite as somebody from outside would use it.
enum SQLiteTool {
  static func run(_ file: String, _ sql: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, file, sql]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  private static let script = """
    import sqlite3, sys
    database = sqlite3.connect(sys.argv[1])
    database.executescript(sys.argv[2])
    database.commit()
    """
}
