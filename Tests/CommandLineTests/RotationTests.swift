// Changing a ledger's keys, also when it is cut short.

import Foundation
import Testing

@Suite struct RotationTests {
  private let folder: Folder
  private let ledger: String

  init() throws {
    folder = try Folder()
    ledger = folder.file("ledger")
    try adopt(2022)
  }

  private func adopt(_ year: Int) throws {
    let file = try folder.write(
      "report-\(year).txt",
      text: """
        \(year)年政府工作报告

        一、\(year)年工作安排

        今年经济社会发展的主要预期目标是：固定资产投资增长9%。

        """)
    let ending = try Program.run([
      "adopt", file, "--year", "\(year)", "--ledger", ledger,
    ])
    try #require(ending.status == 0, "\(ending.error)")
  }

  private func verifierKey(of ledger: String) throws -> String {
    let ending = try Program.run(["verify", "--ledger", ledger])
    try #require(ending.status == 0, "\(ending.out)\(ending.error)")
    let line = try #require(ending.out.split(separator: "\n").last { $0.contains("signed by") })
    return String(try #require(line.split(separator: " ").last))
  }

  private func rotate() throws -> Program.Ending {
    try Program.run(["rotate-keys", "--ledger", ledger])
  }

  private func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(
      atPath: ledger + "/" + name, toPath: ledger + "/" + other)
  }

  private func extending(_ size: String) throws -> String {
    let ending = try Program.run(["consistency", size, "--ledger", ledger])
    try #require(ending.status == 0, "\(ending.error)")
    return ending.out
  }

  @Test func `keys are changed, checkers follow, and old backups need the old key`() throws {
    let first = try verifierKey(of: ledger)
    let backup = folder.file("before.luoshi")
    #expect(try Program.run(["backup", ledger, backup]).status == 0)
    let rotated = try rotate()
    #expect(rotated.status == 0, "\(rotated.error)")
    let second = try verifierKey(of: ledger)
    #expect(rotated.out.contains(second) && first != second)
    let again = try rotate()
    #expect(again.status == 1 && again.error.contains("root.key.old"), "\(again.error)")

    try adopt(2023)
    let text = try extending("0")
    let note = try #require(text.range(of: "\n\n")).upperBound
    let checkpoint = try folder.write("checkpoint", text: String(text[note...]))
    let announced = try SQLiteTool.text(
      ledger + "/entries.sqlite", "SELECT value FROM property WHERE name = 'keyChanges'")
    let changes = try folder.write(
      "changes", text: try #require(announced).trimmingCharacters(in: .newlines) + "\n")
    for (arguments, status) in [
      ([second], 0), ([first], 3), ([first, "--key-changes", changes], 0),
      ([second, "--key-changes", changes], 0), ([first, "--key-changes", checkpoint], 1),
    ] as [([String], Int32)] {
      let ending = try Program.run(["check", checkpoint, "--key"] + arguments)
      #expect(ending.status == status, "\(arguments) \(ending.out)\(ending.error)")
    }

    for (key, status) in [("root.key.old", 0), ("root.key", 1)] as [(String, Int32)] {
      let target = folder.file("restored-\(key)")
      try FileManager.default.createDirectory(
        atPath: target, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: ledger + "/" + key, toPath: target + "/root.key")
      let ending = try Program.run(["restore", backup, target])
      #expect(ending.status == status, "\(key) \(ending.error)")
    }
  }

  @Test func `a change that was cut short is finished, or begun again`() throws {
    let first = try verifierKey(of: ledger)
    #expect(try rotate().status == 0)
    let second = try verifierKey(of: ledger)
    // As a crash leaves it after the transaction, before and between the files' changing places.
    try move("root.key", to: "root.key.next")
    try move("root.key.old", to: "root.key")
    let closed = try Program.run(["verify", "--ledger", ledger])
    #expect(closed.status == 1 && closed.error.contains("rotate-keys"), "\(closed.error)")
    let finished = try rotate()
    #expect(finished.status == 0 && finished.out.contains("finished"), "\(finished.error)")
    #expect(try verifierKey(of: ledger) == second)
    try move("root.key", to: "root.key.next")
    #expect(try rotate().out.contains("finished"))
    #expect(try verifierKey(of: ledger) == second)
    // Before the transaction: the new key was written and nothing else.
    try move("root.key.old", to: "kept-elsewhere")
    _ = try folder.write(
      "ledger/root.key.next", text: String(repeating: "ab", count: 32) + "\n")
    let begun = try rotate()
    #expect(begun.status == 0 && !begun.out.contains("finished"), "\(begun.error)")
    let third = try verifierKey(of: ledger)
    #expect(Set([first, second, third]).count == 3)
  }

  @Test func `a demo ledger has no keys to change`() throws {
    let demo = folder.file("demo")
    let played = try Program.run([
      "play", "--ledger", demo, "--premises", "5", "--requests", "20",
    ])
    try #require(played.status == 0)
    let ending = try Program.run(["rotate-keys", "--ledger", demo])
    #expect(ending.status == 1 && ending.error.contains("demo ledger"), "\(ending.error)")
  }
}
