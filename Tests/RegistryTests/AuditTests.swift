// The audit in flat memory must say what the plain one says, name what was changed, and go on from
// any page as if it had not been stopped.

import Foundation
import Ledger
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import StorageSQLite
import Testing

@Suite struct AuditTests {
  private struct Stopped: Error {}

  private func played() throws -> Fixture.Folder {
    let folder = Fixture.Folder()
    _ = try Fixture.played(.sqlite, folder: folder)
    return folder
  }

  private func audit(
    _ folder: Fixture.Folder, decides: Bool = false, control: AuditControl? = nil
  ) throws -> AuditReport {
    let silent = AuditControl(resumed: nil, progress: { _, _, _ in }, pause: { _ in })
    return try Registry.audit(
      SQLiteStore(auditing: folder.path), properties: Fixture.properties,
      root: Fixture.rootKey, bundled: try Fixture.programmes(), decides: decides,
      control: control ?? silent
    ).report
  }

  /// What is done to the projections, and what is named.
  private static let changes: [(sql: String, named: [String])] = [
    ("UPDATE tally SET amount = 7 WHERE \(key("tally", "unit, period, measure, part"))", ["tally"]),
    ("DELETE FROM tally WHERE \(key("tally", "unit, period, measure, part"))", ["tally"]),
    (
      "UPDATE balance SET amount = amount - 1 WHERE \(key("balance", "measure, owner"))",
      ["balance"]
    ),
    ("DELETE FROM uniqueKey WHERE \(key("uniqueKey", "name, value"))", ["key"]),
    ("UPDATE uniqueKey SET holder = x'\(zeros)' WHERE \(key("uniqueKey", "name, value"))", ["key"]),
    // What is not counted is missing in the tallies too.
    (
      "DELETE FROM member WHERE \(key("member", "measure, part, period, thing"))",
      ["member", "tally"]
    ),
    ("DELETE FROM record WHERE id = (SELECT max(id) FROM record)", ["record", "key"]),
    ("UPDATE record SET state = kind WHERE id = (SELECT max(id) FROM record)", ["record"]),
    ("UPDATE record SET version = 9 WHERE id = (SELECT min(id) FROM record)", ["record"]),
    ("UPDATE record SET state = kind WHERE \(record("version = 1"))", ["record"]),
    ("UPDATE record SET state = kind WHERE \(record("version > 1"))", ["record"]),
    ("UPDATE record SET unit = kind WHERE \(record("version > 2"))", ["record"]),
    ("UPDATE record SET version = 1 WHERE \(record("version > 1"))", ["record"]),
    ("UPDATE record SET facts = \(others) WHERE \(record("version = 1"))", ["record"]),
    ("UPDATE record SET facts = \(others) WHERE \(record("version > 1"))", ["record"]),
    ("UPDATE record SET facts = x'' WHERE \(record("version > 1"))", ["record"]),
    (
      "UPDATE record SET facts = CAST(facts || facts AS BLOB) WHERE \(record("version = 1"))",
      ["projections"]
    ),
    ("UPDATE record SET history = x'02' WHERE \(record("version = 1"))", ["record", "key"]),
    ("UPDATE record SET history = x'02' WHERE \(record("version > 1"))", ["record", "key"]),
    ("UPDATE record SET history = x'0202' WHERE \(record("version = 1"))", ["record", "key"]),
    ("UPDATE record SET keyNumber = NULL WHERE \(record("keyNumber > 0"))", ["record", "key"]),
    ("UPDATE record SET keyNumber = 7 WHERE \(record("keyNumber IS NULL"))", ["record"]),
    ("UPDATE record SET blindKeys = NULL WHERE \(record("blindKeys != x''"))", ["record"]),
    ("DELETE FROM record WHERE \(record("version > 1"))", ["record", "key"]),
    ("UPDATE contribution SET amount = 9 WHERE seq = \(last)", ["contribution"]),
    ("DELETE FROM contribution WHERE seq = \(last)", ["contribution"]),
    ("UPDATE contribution SET seq = seq + 1 WHERE seq = \(last)", ["contribution"]),
    ("DELETE FROM tile WHERE level = 0 AND number = 1", ["tree"]),
    ("INSERT INTO tile VALUES (5, 0, x'\(zeros)\(zeros)')", ["tree"]),
    ("UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 1", ["tree"]),
  ]

  private static let zeros = String(repeating: "00", count: 16)
  private static let last = "(SELECT max(seq) FROM contribution)"

  /// The facts of the record of most of them.
  private static let others = "(SELECT facts FROM record ORDER BY length(facts) DESC LIMIT 1)"

  /// The condition for the newest record of a kind.
  private static func record(_ condition: String) -> String {
    "id = (SELECT max(id) FROM record WHERE \(condition))"
  }

  /// The condition for one row of a table.
  private static func key(_ table: String, _ columns: String) -> String {
    "(\(columns)) = (SELECT \(columns) FROM \(table) LIMIT 1)"
  }

  @Test func `what was changed in the projections is named, and nothing else`() throws {
    let folder = try played()
    let path = folder.path + "/projections.sqlite"
    try Outside.run("PRAGMA wal_checkpoint(TRUNCATE)", on: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(try audit(folder).findings == [])
    for (sql, named) in Self.changes {
      try Outside.run(sql, on: path)
      let found = try audit(folder).findings
      let kinds = Set(found.map { String($0.subject.split(separator: " ")[0]) })
      #expect(!kinds.isEmpty, "\(sql)")
      #expect(kinds.isSubset(of: Set(named)), "\(sql): \(found)")
      #expect(kinds.contains(named[0]), "\(sql): \(found)")
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
      }
      try whole.write(to: URL(fileURLWithPath: path))
    }
    #expect(try audit(folder).findings == [])
  }

  @Test func `an audit stopped at any page goes on to the same end`() throws {
    let folder = try played()
    let straight = try audit(folder)
    var state: AuditState?
    var stops = 0
    while true {
      var pages = 0
      var isComparing = false
      do {
        let report = try audit(
          folder,
          control: AuditControl(
            resumed: state, progress: { part, _, _ in isComparing = part == .rows }
          ) { current in
            pages += 1
            // The comparison of rows is begun anew each time, and would never come to an end.
            guard pages == 2, !isComparing else { return }
            // As a file would keep it.
            state = AuditState(try current().encoded())
            throw Stopped()
          })
        #expect(report.findings == [])
        #expect(report.root == straight.root)
        #expect(report.checkpoints == straight.checkpoints)
        #expect(report.rows == straight.rows)
        break
      } catch is Stopped {
        stops += 1
        try #require(state != nil)
        try #require(stops < 100)
      }
    }
    #expect(stops > 0)
  }

  @Test func `a state of another ledger is not gone on with`() throws {
    let folder = try played()
    var state: AuditState?
    let control = AuditControl(resumed: nil, progress: { _, _, _ in }) { state = $0() }
    _ = try audit(folder, control: control)
    let text = String(decoding: try #require(state).encoded(), as: UTF8.self)
    let other = AuditState(
      Array(text.replacing("luoshi.invalid", with: "elsewhere.invalid").utf8))
    try #require(other != nil)
    let report = try audit(
      folder, control: AuditControl(resumed: other, progress: { _, _, _ in }, pause: { _ in }))
    #expect(report.resumedAt == 0)
    #expect(report.findings == [])
    #expect(AuditState(Array("{}".utf8)) == nil)
  }
}

/// SQLite from outside.
enum Outside {
  static func run(_ sql: String, on path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1])
      database.executescript(sys.argv[2])
      database.commit()
      """, path, sql,
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
