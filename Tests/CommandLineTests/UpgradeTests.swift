// A ledger of every released format is kept in Tests/Ledgers, and every later version must open it.

import Foundation
import Testing

@Suite struct UpgradeTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
  }

  /// The stored ledgers and the roots they were signed for.
  private static let ledgers = [
    (name: "format-1.luoshi", entries: 71, root: "cCc0S2KtLcrVCTNRdd9NVoQFrO23/B0VK9q52qPpcGI=")
  ]

  private func stored(_ name: String) -> String {
    Program.root.appending(path: "Tests/Ledgers/\(name)").path
  }

  @Test(arguments: ledgers)
  func `a ledger of an older format is opened in place and is what it was`(
    name: String, entries: Int, root: String
  ) throws {
    let ledger = folder.file("ledger")
    try FileManager.default.createDirectory(atPath: ledger, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: stored(name), toPath: ledger + "/entries.sqlite")
    let ending = try Program.run(["verify", "--decide", "--ledger", ledger])
    #expect(ending.status == 0, "\(ending.out)\(ending.error)")
    #expect(ending.out.contains("all equal"))
    // Definitions of later versions may have been entered after its own entries.
    let point = folder.file("again")
    let backup = folder.file("backup")
    try #require(try Program.run(["backup", ledger, backup]).status == 0)
    let restored = try Program.run(["restore", backup, point, "--at", "\(entries)"])
    #expect(restored.status == 0, "\(restored.error)")
    #expect(restored.out.contains("\(entries) of "), "\(restored.out)")
    #expect(restored.out.contains("root \(root)"), "\(restored.out)")
  }

  @Test func `work goes on in a ledger of an older format`() throws {
    let ledger = folder.file("ledger")
    let restored = try Program.run(["restore", stored("format-1.luoshi"), ledger])
    try #require(restored.status == 0, "\(restored.error)")
    let more = try Program.run([
      "play", "--ledger", ledger, "--premises", "20", "--requests", "120",
    ])
    #expect(more.status == 0, "\(more.error)")
    let ending = try Program.run(["verify", "--decide", "--ledger", ledger])
    #expect(ending.status == 0, "\(ending.out)\(ending.error)")
  }
}
