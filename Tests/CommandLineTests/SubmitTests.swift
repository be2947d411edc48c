// Requests in a file: work, amendments, closed months, units and offline entries, as a user enters
// them.

import Foundation
import Testing

@Suite struct SubmitTests {
  private let folder: Folder
  private let ledger: String

  init() throws {
    folder = try Folder()
    ledger = folder.file("ledger")
    let report = folder.file("report.txt")
    try Data("2022年政府工作报告\n\n一、2022年工作安排\n今年目标：新建助老服务站3个。\n".utf8)
      .write(to: URL(fileURLWithPath: report))
    let adopted = try Program.run([
      "adopt", report, "--year", "2022", "--ledger", ledger, "--unit", "D", "--unit-name", "甲区",
    ])
    try #require(adopted.status == 0, "\(adopted.error)")
    let began = try submit([
      unit("S1", "东街道", "subdistrict", below: "D"),
      unit("S2", "西街道", "subdistrict", below: "D"),
      unit("C1", "一社区", "community", below: "S1"),
      """
      {"unit": "D", "programme": "accounts", "action": "account.open", "fields": {"login": "li", \
      "name": "李", "roles": [{"role": "lead", "unit": "D"}, {"role": "worker", "unit": "C1"}]}}
      """,
    ])
    try #require(began.status == 0, "\(began.out)\(began.error)")
  }

  private func submit(_ lines: [String]) throws -> Program.Ending {
    let file = try folder.write("requests.jsonl", text: lines.joined(separator: "\n"))
    return try Program.run(["submit", file, "--ledger", ledger])
  }

  private func unit(_ code: String, _ name: String, _ level: String, below: String) -> String {
    """
    {"unit": "\(code)", "programme": "units", "action": "unit.found", "fields": {"code": \
    "\(code)", "name": "\(name)", "level": "\(level)", "parent": "\(below)", "from": "2024-01-01"}}
    """
  }

  private func premises(_ number: String, _ more: String = "") -> String {
    """
    {\(more)"by": "li", "unit": "C1", "programme": "premises", "action": "premises.register", \
    "fields": {"number": "\(number)", "name": "店", "address": "路1号", "category": "shop"}}
    """
  }

  private func update(_ number: String, _ more: String = "", name: String) -> String {
    """
    {\(more)"by": "li", "unit": "C1", "programme": "premises", "action": "premises.update", \
    "record": {"key": "premises.number", "value": "\(number)"}, "fields": {"name": "\(name)"}}
    """
  }

  /// The number of the entry that a line became.
  private func entry(_ line: Int, of ending: Program.Ending) throws -> String {
    let lines = ending.out.split(separator: "\n").map(String.init)
    let found = try #require(lines.first { $0.hasPrefix("\(line): entry ") }, "\(ending.out)")
    return String(found.dropFirst("\(line): entry ".count).prefix { $0.isNumber })
  }

  private func expectEqual() throws {
    let verified = try Program.run(["verify", "--decide", "--ledger", ledger])
    #expect(verified.status == 0, "\(verified.out)\(verified.error)")
  }

  @Test func `work is entered, put right and taken back from a file`() throws {
    let id = "018f2b3c-0000-7000-8000-000000000001"
    let first = try submit([
      premises("N1", "\"id\": \"\(id)\", \"record\": {\"new\": \"\(id)\"}, "),
      update("N1", name: "新店"),
      update("N2", name: "无此店"),
    ])
    #expect(first.status == 1)
    #expect(first.out.contains("3: REFUSED \"record\": no record holds the key premises.number N2"))
    let again = try submit([
      premises("N1", "\"id\": \"\(id)\", \"record\": {\"new\": \"\(id)\"}, ")
    ])
    #expect(again.status == 0 && again.out.contains("as before"), "\(again.out)")

    let updated = try entry(2, of: first)
    let amends = "{\"by\": \"li\", \"amends\": {\"entry\": \(updated), \"how\": "
    let amended = try submit([
      amends + "\"correct\", \"reason\": \"错字\"}, \"fields\": {\"name\": \"老店\"}}",
      amends + "\"void\", \"reason\": \"\"}}",
      amends + "\"void\", \"reason\": \"没有更名\"}}",
      "{\"amends\": {\"entry\": 9999, \"how\": \"void\", \"reason\": \"没有\"}}",
    ])
    #expect(amended.out.contains("2: REFUSED field.missing"), "\(amended.out)")
    #expect(amended.out.contains("4: REFUSED \"amends.entry\": there is no entry 9999"))
    _ = try entry(1, of: amended)
    _ = try entry(3, of: amended)
    try expectEqual()
  }

  @Test func `a month is closed and a unit moved from a file`() throws {
    let today = try #require(
      try Program.run(["submit", folder.write("none", text: ""), "--ledger", ledger]).status == 0
        ? Self.today() : nil)
    let done = try submit([
      premises("N1"),
      """
      {"unit": "C1", "programme": "units", "action": "unit.move", "record": {"key": "unit.code", \
      "value": "C1"}, "fields": {"parent": "S2", "reason": "区划调整"}}
      """,
      """
      {"by": "li", "unit": "S2", "programme": "periods", "action": "period.close", "fields": \
      {"year": \(today.prefix(4)), "month": \(Int(today.dropFirst(5).prefix(2)) ?? 0)}}
      """,
      premises("N2"),
    ])
    #expect(done.out.contains("4: REFUSED period.closed: S2 has closed"), "\(done.out)")
    #expect(done.error.contains("1 of 4 requests were not entered"))
    try expectEqual()
  }

  private static func today() -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 8 * 3_600) ?? .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: Date.now)
    return String(
      format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }

  @Test func `two register a shop without a network, and one is merged and parted again`() throws {
    let (first, second) = (
      "018f2b3c-0000-7000-8000-00000000000a", "018f2b3c-0000-7000-8000-00000000000b"
    )
    func made(_ id: String, _ moment: String) -> String {
      premises(
        "N7", "\"id\": \"\(id)\", \"record\": {\"new\": \"\(id)\"}, \"made\": \"\(moment)\", ")
    }
    let day = Self.today()
    let received = try submit([made(first, "\(day) 00:01"), made(second, "\(day) 00:02")])
    #expect(received.out.contains("1: entry "), "\(received.out)")
    #expect(received.out.contains("2: kept, to be settled: key.taken"))

    let inbox = try Program.run(["inbox", "--ledger", ledger])
    let columns = inbox.out.split(separator: "\t").map(String.init)
    try #require(columns.count > 6, "\(inbox.out)\(inbox.error)")
    #expect(columns[0] == "settle" && columns[2].hasSuffix("0b") && columns[6] == "key.taken")
    try expectSame(inbox.out)
    func settle(_ action: String, _ fields: String) -> String {
      """
      {"by": "li", "unit": "C1", "programme": "arrivals", "action": "arrival.\(action)", \
      "record": "\(columns[1])", "fields": {\(fields)"reason": "同一家店"}}
      """
    }
    let merged = try submit([settle("merge", "\"into\": \"\(first)\", ")])
    #expect(merged.status == 0 && merged.out.contains(", merged"), "\(merged.out)")
    #expect(try Program.run(["inbox", "--ledger", ledger]).out.isEmpty)
    let parted = try submit([settle("reopen", "")])
    #expect(parted.status == 0, "\(parted.out)")
    #expect(try Program.run(["inbox", "--ledger", ledger]).out.hasPrefix("settle\t"))
    try expectEqual()
  }

  /// The inbox is the same while another process has the ledger open.
  private func expectSame(_ inbox: String) throws {
    let server = Process()
    let errors = Pipe()
    server.executableURL = URL(fileURLWithPath: Program.path)
    server.arguments = [
      "serve", "--ledger", ledger, "--port", "\(Int.random(in: 20_000..<60_000))",
    ]
    server.currentDirectoryURL = Program.root
    server.standardError = errors
    try server.run()
    defer {
      server.terminate()
      server.waitUntilExit()
    }
    var said = ""
    while !said.contains("open http") {
      let more = errors.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the server ended: \(said)")
      said += String(decoding: more, as: UTF8.self)
    }
    let beside = try Program.run(["inbox", "--ledger", ledger])
    #expect(beside.status == 0 && beside.out == inbox, "\(beside.out)\(beside.error)")
  }

  private static let strace = ["strace", "-f", "-o", "/dev/null", "-e"]
  private static let hasTracer =
    (try? Program.run(["--version"], prefix: strace + ["trace=none"]).status) == 0

  @Test(.enabled(if: hasTracer))
  func `an offline entry that a crash left half-way is gone on with`() throws {
    let day = Self.today()
    var cuts = 0
    for sync in 1...8 {
      let id = "018f2b3c-0000-7000-8000-0000000001\(sync + 10)"
      let line = premises(
        "K\(sync)",
        "\"id\": \"\(id)\", \"record\": {\"new\": \"\(id)\"}, "
          + "\"made\": \"\(day) 00:01\", ")
      let file = try folder.write("cut.jsonl", text: line)
      let cut = try Program.run(
        ["submit", file, "--ledger", ledger],
        prefix: Self.strace + ["inject=fdatasync,fsync:signal=SIGKILL:when=\(sync)"])
      cuts += cut.status == 0 ? 0 : 1
      // Whether it had been kept before the cut or not; the next one goes on with it.
      let next = try submit([])
      #expect(next.status == 0, "\(next.error)")
      let inbox = try Program.run(["inbox", "--ledger", ledger])
      #expect(inbox.out.isEmpty, "\(inbox.out)")
      let counted = try SQLiteTool.text(
        ledger + "/projections.sqlite",
        """
        SELECT count(*) FROM record r JOIN symbol s ON s.id = r.state WHERE s.text = 'waiting'
        """)
      #expect(counted?.trimmingCharacters(in: .whitespacesAndNewlines) == "0", "cut at \(sync)")
    }
    #expect(cuts > 1)
    try expectEqual()
  }

  @Test func `a file with an unreadable line enters nothing, and every fault is named`() throws {
    let before = try Program.run(["verify", "--ledger", ledger]).out
    let bad = try submit([
      premises("N1"), "{\"unit\":", "[]", "{\"field\": {}}", "{\"fields\": {\"area\": 1.5}}",
    ])
    #expect(bad.status == 1 && bad.out.isEmpty)
    for part in [
      "requests.jsonl:2: is no JSON", "requests.jsonl:3: is no object",
      "requests.jsonl:4: \"field\" means nothing here", "requests.jsonl:5: \"fields.area\"",
      "nothing was entered",
    ] {
      #expect(bad.error.contains(part), "\(bad.error)")
    }
    #expect(try Program.run(["verify", "--ledger", ledger]).out.prefix(2) == before.prefix(2))
    let refused = try submit([
      "{\"unit\": \"C1\"}", "{\"unit\": 1}", premises("N1", "\"on\": \"gestern\", "),
      premises("N1", "\"record\": 7, "), premises("N1").replacing("\"li\"", with: "\"x\""),
    ])
    for part in [
      "1: REFUSED \"programme\" is missing", "2: REFUSED \"unit\" must be text",
      "3: REFUSED \"on\" must be a day", "4: REFUSED \"record\" must be an id",
      "5: REFUSED \"by\": there is no account with the login x",
    ] {
      #expect(refused.out.contains(part), "\(refused.out)")
    }
  }
}
