// What is personal: exported for whom it is about, erased, and noted whenever it was shown.

import Foundation
import Testing

@Suite struct PrivacyTests {
  private let folder: Folder
  private let ledger: String

  init() throws {
    folder = try Folder()
    ledger = folder.file("ledger")
    let played = try Program.run([
      "play", "--ledger", ledger, "--premises", "40", "--requests", "900",
    ])
    try #require(played.status == 0, "\(played.error)")
  }

  private func run(_ arguments: [String]) throws -> Program.Ending {
    try Program.run(arguments + ["--ledger", ledger])
  }

  /// The id of a person with something sealed.
  private func person() throws -> String {
    let listed = try SQLiteTool.text(
      ledger + "/projections.sqlite",
      """
      SELECT lower(hex(r.id)) FROM record r JOIN symbol s ON s.id = r.kind
      WHERE s.text = 'person' AND r.keyNumber IS NOT NULL ORDER BY r.id LIMIT 1
      """)
    return try #require(listed).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func export(_ who: [String], reason: String = "本人要求查阅") throws -> [String: Any] {
    let ending = try run(["export-person", "--by", "信访科 李敏", "--reason", reason] + who)
    try #require(ending.status == 0, "\(ending.error)")
    let json = try JSONSerialization.jsonObject(with: Data(ending.out.utf8))
    return try #require(json as? [String: Any])
  }

  private func facts(_ record: [String: Any]) -> [String: [String: Any]] {
    let facts = record["facts"] as? [[String: Any]] ?? []
    return Dictionary(facts.map { ($0["name"] as? String ?? "", $0) }) { $1 }
  }

  @Test func `a person is exported, erased for good, and backups do not bring them back`() throws {
    let id = try person()
    let exported = try export(["--record", id])
    let records = try #require(exported["records"] as? [[String: Any]])
    let before = facts(records[0])
    let name = try #require(before["name"]?["value"] as? String)
    let number = try #require(before["identity-number"]?["value"] as? String)
    #expect(records.count > 1, "the person's registrations are held too")
    let found = try export(["--identity-number", number], reason: "复核")
    #expect(
      (found["records"] as? [[String: Any]])?.first?["id"] as? String == records[0]["id"] as? String
    )
    let backup = folder.file("before.luoshi")
    #expect(try Program.run(["backup", ledger, backup]).status == 0)

    let erased = try run(["erase", "--record", id, "--reason", "本人来窗口申请"])
    #expect(erased.status == 0, "\(erased.out)\(erased.error)")
    #expect(erased.out.contains("erased person"), "\(erased.out)")
    let again = try run(["erase", "--record", id, "--reason", "再来一次"])
    #expect(again.status == 1 && again.out.contains("erased before"), "\(again.out)")
    let lost = try run([
      "export-person", "--identity-number", number, "--by", "李敏", "--reason", "复核",
    ])
    #expect(lost.status == 1 && lost.error.contains("knows nobody"), "\(lost.error)")
    #expect(!lost.error.contains(number))
    try expectErased(id, name, number)
    let verified = try run(["verify", "--decide"])
    #expect(verified.status == 0, "\(verified.out)")
    try restored(backup, id: id, name: name)
  }

  private func expectErased(_ id: String, _ name: String, _ number: String) throws {
    let after = try export(["--record", id])
    let record = try #require((after["records"] as? [[String: Any]])?.first)
    #expect(record["erased"] as? Bool == true)
    #expect(facts(record)["name"]?["erased"] as? Bool == true)
    #expect(facts(record)["residence"]?["value"] != nil, "what is not personal stays")
    let text = try String(
      decoding: JSONSerialization.data(withJSONObject: after), as: UTF8.self)
    #expect(!text.contains(name) && !text.contains(number))
  }

  /// A backup from before holds the key; a restore by the list of erased keys leaves it out.
  private func restored(_ backup: String, id: String, name: String) throws {
    for (folderName, erased) in [("careless", false), ("careful", true)] {
      let target = folder.file(folderName)
      let list = erased ? ["--erased", ledger + "/erased-keys.txt"] : []
      let ending = try Program.run(["restore", backup, target] + list)
      #expect(ending.status == 0, "\(ending.error)")
      #expect(ending.out.contains("are destroyed in it too") == erased)
      #expect(ending.error.contains("restore again with --erased") == !erased)
      let shown = try Program.run([
        "export-person", "--ledger", target, "--record", id, "--by", "李敏", "--reason", "复核",
      ])
      #expect(shown.status == 0, "\(shown.error)")
      #expect(shown.out.contains(name) == !erased)
      #expect(try Program.run(["verify", "--decide", "--ledger", target]).status == 0)
    }
  }

  @Test func `who was shown what is printed with the root key and hidden without`() throws {
    let id = try person()
    _ = try export(["--record", id], reason: "复核名单")
    _ = try export(["--record", id], reason: "信访答复")
    let log = ledger + "/access.log"
    let sealed = try #require(FileManager.default.contents(atPath: log))
    let text = String(decoding: sealed, as: UTF8.self)
    #expect(!text.contains("李敏") && !text.contains("复核"))
    let printed = try run(["access-log"])
    #expect(printed.status == 0)
    let lines = printed.out.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].contains("信访科 李敏") && lines[1].contains("信访答复"))
    let other = try run(["access-log", "--record", "00000000-0000-0000-0000-000000000001"])
    #expect(other.out.isEmpty)

    // A line taken away is noticed, and with a log that cannot be gone on with nothing is shown.
    try Data(text.split(separator: "\n").dropFirst().joined(separator: "\n").utf8 + [10])
      .write(to: URL(fileURLWithPath: log))
    let cut = try run(["access-log"])
    #expect(cut.status == 3 && cut.error.contains("line 0"), "\(cut.error)")
    try Data(Array(text.utf8).dropLast(5)).write(to: URL(fileURLWithPath: log))
    let refused = try run([
      "export-person", "--record", id, "--by", "李敏", "--reason", "复核",
    ])
    #expect(refused.status == 1 && refused.out.isEmpty && refused.error.contains("cut off"))
  }

  @Test func `what cannot be asked is answered in words`() throws {
    for (arguments, words) in [
      (["--identity-number", "110105194912310021"], "is no such number"),
      (["--phone", "13800138000"], "no programme keeps a unique key over it"),
      (["--record", "x"], "32 hexadecimal digits"),
      (["--record", "00000000-0000-0000-0000-000000000001"], "no such record"),
    ] {
      let ending = try run(["export-person", "--by", "李敏", "--reason", "复核"] + arguments)
      #expect(ending.status == 1 && ending.error.contains(words), "\(ending.error)")
    }
    let nobody = try run(["export-person", "--by", " ", "--reason", "复核", "--record", "x"])
    #expect(nobody.status == 64 && nobody.error.contains("--by"))
  }
}
