// The commands as a user runs them, mostly with bad input: each must say what, where and how to
// mend it, and end with the exit code that docs/reference/cli.md gives.

import Foundation
import Testing

@Suite struct CommandLineTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
  }

  private static let report = """
    关于区政府工作的报告(演示)

    一、2021年工作回顾
    全年新建道路12条,实现固定资产投资30亿元。

    二、2022年主要目标
    今年计划新增就业300人以上,固定资产投资增长5%。
    """

  // MARK: Reading

  @Test func `a report is read into JSON`() throws {
    let file = try folder.write("report.txt", text: Self.report)
    let ending = try Program.run(["read", file])
    #expect(ending.status == 0, "\(ending.error)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.out.utf8))
    let document = try #require(object as? [String: Any])
    let figures = try #require(document["figures"] as? [[String: Any]])
    #expect(figures.contains { $0["value"] as? String == "30" && $0["unit"] as? String == "亿元" })
  }

  /// Bytes that are no text, with a word of the message.
  private static let noTexts: [(name: String, bytes: [UInt8], word: String)] = [
    ("other.txt", [0x41, 0xFF, 0xFF], "neither UTF-8 nor GB18030"),
    ("nul.txt", [0x61, 0x00, 0x62], "zero byte at offset 1"), ("empty.txt", [], "empty"),
    ("broken.docx", [0x50, 0x4B, 0x03, 0x04, 0x00], "damaged DOCX"),
  ]

  @Test(arguments: noTexts)
  func `a file that is no text is named, with what to do`(
    name: String, bytes: [UInt8], word: String
  ) throws {
    let file = try folder.write(name, bytes)
    let ending = try Program.run(["read", file])
    #expect(ending.status == 1)
    #expect(ending.error.contains(name))
    #expect(ending.error.contains(word), "\(ending.error)")
    #expect(ending.out.isEmpty)
  }

  @Test func `a bad file is passed over and the others are read`() throws {
    let good = try folder.write("good.txt", text: Self.report)
    let bad = try folder.write("bad.txt", [0x00])
    let output = folder.file("out")
    let ending = try Program.run(["read", bad, good, folder.file("none.txt"), "--output", output])
    #expect(ending.status == 1)
    #expect(ending.error.contains("bad.txt"))
    #expect(ending.error.contains("none.txt: there is no such file"))
    #expect(ending.error.contains("2 of 3 files"))
    #expect(FileManager.default.fileExists(atPath: output + "/good.json"))
    #expect(!FileManager.default.fileExists(atPath: output + "/bad.json"))
  }

  @Test func `wrong usage ends with 64`() throws {
    #expect(try Program.run(["read"]).status == 64)
    #expect(try Program.run(["serve", "--port", "70000"]).status == 64)
    #expect(try Program.run(["demo", "--through", "2023-01-01"]).status == 64)
  }

  // MARK: Programmes

  @Test func `a broken programme file is named with line and column`() throws {
    let file = try folder.write(
      "broken.yaml",
      text: """
        programme: broken
        version: 1
        title: { zh: 坏, en: Broken }
        records:
          thing:
            thing: { zh: 物, en: thing }
            fields:
              name: { type: txt, title: { zh: 名, en: Name } }
        """)
    let ending = try Program.run(["programmes", file])
    #expect(ending.status == 1)
    #expect(ending.error.contains("broken.yaml:8:"), "\(ending.error)")
    #expect(ending.error.contains("text"), "it should suggest the type meant: \(ending.error)")
  }

  @Test func `the bundled programmes are listed`() throws {
    let ending = try Program.run(["programmes"])
    #expect(ending.status == 0)
    #expect(ending.out.contains("shop-inspection@2"))
  }

  // MARK: Ledgers

  @Test func `a report is adopted once, and an unknown unit is refused`() throws {
    let file = try folder.write("report.txt", text: Self.report)
    let ledger = folder.file("ledger")
    let first = try Program.run(["adopt", file, "--year", "2022", "--ledger", ledger])
    #expect(first.status == 0, "\(first.error)")
    #expect(first.out.contains("[fixed-asset-investment]"), "\(first.out)")
    #expect(first.out.contains("未能对应"))
    let second = try Program.run(["adopt", file, "--year", "2022", "--ledger", ledger])
    #expect(second.status == 0, "\(second.error)")
    #expect(second.out.contains("0 entries made"), "\(second.out)")
    let demo = try Program.run(["demo", "--ledger", ledger, "--no-serve"])
    #expect(demo.status == 1 && demo.error.contains("holds a real ledger"), "\(demo.error)")
    let third = try Program.run([
      "adopt", file, "--year", "2022", "--ledger", ledger, "--unit", "nowhere",
    ])
    #expect(third.status == 1)
    #expect(third.error.contains("nowhere"))
    let audit = try Program.run(["verify", "--decide", "--ledger", ledger])
    #expect(audit.status == 0, "\(audit.out)\(audit.error)")
    #expect(audit.out.contains("all equal"))
  }

  @Test func `a ledger from a newer version is refused`() throws {
    let ledger = try adopted()
    try SQLiteTool.run(ledger + "/entries.sqlite", "PRAGMA user_version = 99")
    let ending = try Program.run(["verify", "--ledger", ledger])
    #expect(ending.status == 1)
    #expect(ending.error.contains("format 99"), "\(ending.error)")
    #expect(ending.error.contains("newer luoshi"), "\(ending.error)")
  }

  @Test func `a folder without a ledger is named`() throws {
    let ending = try Program.run(["verify", "--ledger", folder.file("none")])
    #expect(ending.status == 1)
    #expect(ending.error.contains("there is no ledger in"))
  }

  @Test func `a folder that cannot be written is named`() throws {
    // Root may write anywhere, so the program is run as somebody else.
    let prefix =
      getuid() == 0
      ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    let ledger = try adopted()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: ledger)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    // Somebody else may not even be let into the folders above, and then there is nothing to see.
    let isSeen =
      try Program.run(["--version"], prefix: prefix).status == 0
      && Program.run(["-c", "ls \(ledger)/entries.sqlite"], of: "sh", prefix: prefix).status == 0
    let ending = try Program.run(["verify", "--ledger", ledger], prefix: prefix)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: ledger)
    guard isSeen else {
      FileHandle.standardError.write(Data("SKIPPED: another user may not enter here\n".utf8))
      return
    }
    #expect(ending.status == 1)
    #expect(ending.error.contains("cannot be written"), "\(ending.error)")
    #expect(ending.error.contains(ledger))
  }

  @Test func `a port in use is named`() throws {
    let ledger = try adopted()
    let listener = try Listener()
    let ending = try Program.run([
      "serve", "--ledger", ledger, "--port", "\(listener.port)",
    ])
    #expect(ending.status == 1)
    #expect(ending.error.contains("port \(listener.port)"), "\(ending.error)")
    #expect(ending.error.contains("--port"))
    withExtendedLifetime(listener) {}
  }

  @Test func `a byte changed in an entry, a tally or a tree node is named`() throws {
    let changes: [(file: String, sql: String, named: String)] = [
      (
        "entries.sqlite",
        """
        DROP TRIGGER entryIsNeverChanged; UPDATE entry SET
        leaf = CAST(substr(leaf, 1, 40) || x'7a' || substr(leaf, 42) AS BLOB) WHERE seq = 3
        """, "tree tile 0/0 at entry 3"
      ),
      (
        "entries.sqlite",
        """
        DROP TRIGGER entryIsNeverChanged; UPDATE entry SET
        block = CAST(substr(block, 1, 40) || x'00' || substr(block, 42) AS BLOB) WHERE seq = 4
        """, "entry 4"
      ),
      (
        "projections.sqlite",
        "UPDATE tally SET amount = amount + 1 WHERE rowid IN (SELECT rowid FROM tally LIMIT 1)",
        "tally"
      ),
      (
        "projections.sqlite",
        "UPDATE tile SET hashes = CAST(x'00' || substr(hashes, 2) AS BLOB) WHERE level = 0",
        "tree tile 0/0 at entry 0"
      ),
    ]
    for change in changes {
      let ledger = try adopted()
      let sql = change.sql.replacing(
        "WHERE rowid IN (SELECT rowid FROM tally LIMIT 1)",
        with: "WHERE unit = (SELECT min(unit) FROM tally)")
      try SQLiteTool.run(ledger + "/" + change.file, sql)
      let ending = try Program.run(["verify", "--ledger", ledger])
      #expect(ending.status == 3, "\(change.named): \(ending.out)\(ending.error)")
      #expect(ending.out.contains("DIFFERS  \(change.named)"), "\(change.named): \(ending.out)")
      try FileManager.default.removeItem(atPath: ledger)
    }
  }

  @Test func `everything comes back when the second file is deleted`() throws {
    let ledger = try adopted()
    let before = try Program.run(["verify", "--ledger", ledger])
    for name in ["projections.sqlite", "projections.sqlite-wal", "projections.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: ledger + "/" + name)
    }
    let after = try Program.run(["verify", "--decide", "--ledger", ledger])
    #expect(after.status == 0, "\(after.out)\(after.error)")
    #expect(after.out.contains("all equal"))
    let root = { (text: String) in text.split(separator: "\n").first { $0.hasPrefix("root") } }
    #expect(root(before.out) == root(after.out))
  }

  // MARK: Helpers

  /// A small ledger with the report above.
  private func adopted() throws -> String {
    let file = try folder.write("report.txt", text: Self.report)
    let ledger = folder.file("ledger-\(UUID().uuidString)")
    let ending = try Program.run(["adopt", file, "--year", "2022", "--ledger", ledger])
    try #require(ending.status == 0, "\(ending.error)")
    return ledger
  }
}

/// A port of this machine that is taken while the value lives.
final class Listener {
  let port: Int
  private let process = Process()
  private let input = Pipe()

  init() throws {
    let out = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import socket, sys
      taken = socket.socket()
      taken.bind(("127.0.0.1", 0))
      taken.listen()
      print(taken.getsockname()[1], flush=True)
      sys.stdin.read()
      """,
    ]
    // It ends when its input does, so that it cannot outlive the tests and hold their output open.
    process.standardInput = input
    process.standardOutput = out
    process.standardError = FileHandle.nullDevice
    try process.run()
    let line = String(decoding: out.fileHandleForReading.availableData, as: UTF8.self)
    port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
  }

  deinit {
    process.terminate()
  }
}
