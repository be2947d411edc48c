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
      "play", "--ledger", ledger, "--premises", "60", "--requests", "\(requests)",
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
    #expect(same.out.contains(" entries projected in "), "\(same.out)")
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

  // MARK: Backing up and restoring

  @Test func `a backup made while entries come in is whole, and restores to an equal ledger`()
    throws
  {
    let ledger = folder.file("busy")
    let load = Process()
    load.executableURL = URL(fileURLWithPath: Program.path)
    // More than is written while all of this goes on.
    load.arguments = ["play", "--ledger", ledger, "--premises", "60000"]
    load.currentDirectoryURL = Program.root
    load.standardOutput = FileHandle.nullDevice
    load.standardError = FileHandle.nullDevice
    try load.run()
    defer {
      load.terminate()
      load.waitUntilExit()
    }
    for _ in 0..<600 where !FileManager.default.fileExists(atPath: ledger + "/entries.sqlite") {
      usleep(50_000)
    }
    usleep(2_000_000)
    for number in 0..<2 {
      let file = folder.file("backup-\(number)")
      let written = try Program.run(["backup", ledger, file])
      #expect(written.status == 0, "\(written.error)")
      #expect(load.isRunning, "nothing was written meanwhile")
      let restored = folder.file("restored-\(number)")
      let ending = try Program.run(["restore", file, restored])
      #expect(ending.status == 0, "\(ending.error)")
      let root = { (text: String) in text.firstRange(of: #/root \S+/#).map { text[$0] } }
      #expect(root(written.out) != nil)
      #expect(root(written.out) == root(ending.out))
      _ = try verified(restored)
    }
  }

  @Test func `a backup is never written over anything`() throws {
    let ledger = try simulated(requests: 20)
    let file = try folder.write("taken", text: "mine")
    let ending = try Program.run(["backup", ledger, file])
    #expect(ending.status == 1)
    #expect(ending.error.contains("nothing is ever overwritten"), "\(ending.error)")
    #expect(FileManager.default.contents(atPath: file) == Data("mine".utf8))
    let second = try Program.run(["restore", file, ledger])
    #expect(second.status == 1)
    #expect(second.error.contains("holds entries.sqlite"), "\(second.error)")
    _ = try verified(ledger)
  }

  @Test func `a backup is restored up to a number of entries, a moment or a checkpoint`() throws {
    let ledger = try simulated(requests: 600)
    let backup = folder.file("backup")
    try #require(try Program.run(["backup", ledger, backup]).status == 0)
    let all = try #require(try SQLiteTool.number(backup, "SELECT count(*) FROM entry"))
    let sizes = try SQLiteTool.numbers(backup, "SELECT size FROM checkpoint ORDER BY size")
    try #require(sizes.count > 2)
    let middle = sizes[sizes.count / 2]
    let note = try #require(
      try SQLiteTool.text(backup, "SELECT note FROM checkpoint WHERE size = \(middle)"))
    let file = try folder.write("checkpoint", text: note)
    for at in ["\(middle)", "\(sizes[sizes.count / 2 + 1] - 1)", file] {
      let restored = folder.file("restored-\(UUID().uuidString)")
      let ending = try Program.run(["restore", backup, restored, "--at", at])
      #expect(ending.status == 0, "\(ending.error)")
      #expect(ending.out.contains("\(middle) of \(all) entries"), "\(ending.out)")
      #expect(ending.out.contains("\(all - middle) entries of the backup lie after"))
      _ = try verified(restored)
      let keys = try SQLiteTool.number(
        restored + "/entries.sqlite",
        "SELECT count(*) FROM subjectKey WHERE number >= \(middle) * 256")
      #expect(keys == 0)
      // Work goes on where it was cut off.
      let more = try Program.run([
        "play", "--ledger", restored, "--premises", "60", "--requests", "600",
      ])
      #expect(more.status == 0, "\(more.error)")
      _ = try verified(restored)
    }
  }

  @Test func `a point before the first checkpoint or in words is refused`() throws {
    let ledger = try simulated(requests: 20)
    let backup = folder.file("backup")
    try #require(try Program.run(["backup", ledger, backup]).status == 0)
    for (at, word) in [("3", "no checkpoint is so old"), ("2021-12-31", "so old"), ("x", "--at x")]
    {
      let ending = try Program.run(["restore", backup, folder.file("none"), "--at", at])
      #expect(ending.status == 1)
      #expect(ending.error.contains(word), "\(ending.error)")
      #expect(!FileManager.default.fileExists(atPath: folder.file("none/entries.sqlite")))
    }
  }

  @Test func `a backup with a changed byte is refused`() throws {
    let ledger = try simulated(requests: 20)
    let backup = folder.file("backup")
    try #require(try Program.run(["backup", ledger, backup]).status == 0)
    try SQLiteTool.run(
      backup,
      """
      DROP TRIGGER entryIsNeverChanged; UPDATE entry SET
      leaf = CAST(substr(leaf, 1, 40) || x'7a' || substr(leaf, 42) AS BLOB) WHERE seq = 3
      """)
    let ending = try Program.run(["restore", backup, folder.file("restored")])
    #expect(ending.status == 1)
    #expect(ending.error.contains("do not come to the root"), "\(ending.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("restored/entries.sqlite")))
  }

  @Test(arguments: ["block", "sealed"])
  func `a backup with a byte changed behind a leaf is neither made nor restored`(
    part: String
  ) throws {
    let ledger = try simulated(requests: 600)
    let backup = folder.file("backup")
    try #require(try Program.run(["backup", ledger, backup]).status == 0)
    let change = """
      DROP TRIGGER entryIsNeverChanged; UPDATE entry SET
      \(part) = CAST(substr(\(part), 1, 40) || x'7a' || substr(\(part), 42) AS BLOB)
      WHERE seq = (SELECT max(seq) FROM entry WHERE length(\(part)) > 60)
      """
    try SQLiteTool.run(backup, change)
    let ending = try Program.run(["restore", backup, folder.file("restored")])
    #expect(ending.status == 1)
    #expect(ending.error.contains("the rest of the entry is not"), "\(ending.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("restored/entries.sqlite")))
    try SQLiteTool.run(ledger + "/entries.sqlite", change)
    let again = try Program.run(["backup", ledger, folder.file("second")])
    #expect(again.status == 1 && again.error.contains("the rest of the entry is not"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("second")))
  }

  // MARK: Verifying

  @Test func `a verify stopped with Ctrl-C goes on where it was`() throws {
    let ledger = try simulated(requests: 1_500)
    let root = try verified(ledger)
    let state = ledger + "/verify-state.json"
    var stopped = 0
    for milliseconds in [300, 600, 1_000, 1_500, 2_000] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["verify", "--ledger", ledger]
      process.currentDirectoryURL = Program.root
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(milliseconds * 1_000))
      kill(process.processIdentifier, SIGINT)
      process.waitUntilExit()
      // Too early it had nothing to keep, too late it was done.
      guard process.terminationStatus == 130 else { continue }
      stopped += 1
      #expect(FileManager.default.fileExists(atPath: state))
      let ending = try Program.run(["verify", "--resume", "--ledger", ledger])
      #expect(ending.status == 0, "\(ending.out)\(ending.error)")
      #expect(ending.out.contains("all equal"))
      #expect(ending.out.contains(root))
      #expect(!FileManager.default.fileExists(atPath: state))
    }
    if stopped == 0 {
      FileHandle.standardError.write(Data("SKIPPED: verify was never met at work\n".utf8))
    }
    let ending = try Program.run(["verify", "--resume", "--ledger", ledger])
    #expect(ending.status == 1)
    #expect(ending.error.contains("without --resume"), "\(ending.error)")
  }

  // MARK: Full disks

  /// A file system of its own, of a few megabytes, with a filler that leaves little room.
  private static let fullDisk = """
    set -e
    program=$1; disk=$2
    mkdir -p "$disk"
    mount -t tmpfs -o size=12m tmpfs "$disk"
    head -c 9m /dev/zero > "$disk/filler"
    set +e
    "$program" play --ledger "$disk/ledger" --premises 200 > "$disk.full" 2> "$disk.error"
    echo "full $?"
    "$program" backup "$disk/ledger" "$disk/backup" 2> "$disk.backup"
    echo "backup $?"
    ls "$disk" | grep -c backup
    set -e
    mount -o remount,size=200m "$disk"
    rm "$disk/filler"
    # Requests that did not fit are late by now, and some are refused for their day.
    "$program" play --ledger "$disk/ledger" --premises 200 > "$disk.again" || true
    sort "$disk.full" > "$disk.promised"
    sort "$disk.again" | comm -23 "$disk.promised" - | grep . || echo "all receipts are there"
    test "$(wc -l < "$disk.again")" -gt "$(wc -l < "$disk.full")" && echo "work went on"
    "$program" verify --ledger "$disk/ledger"
    """

  @Test func `a full disk refuses in words, loses nothing, and goes on when there is room`() throws
  {
    let disk = folder.file("disk")
    let ending = try Program.run(
      ["-m", "sh", "-c", Self.fullDisk, "sh", Program.path, disk], of: "unshare")
    guard ending.out.contains("full ") else {
      FileHandle.standardError.write(Data("SKIPPED: no file system can be mounted here\n".utf8))
      return
    }
    let told = { (name: String) in
      String(decoding: FileManager.default.contents(atPath: disk + name) ?? Data(), as: UTF8.self)
    }
    #expect(ending.out.contains("full 1"), "\(ending.out)")
    #expect(told(".error").contains("is full; make room"), "\(told(".error"))")
    #expect(ending.out.contains("backup 1\n0\n"), "nothing half-written: \(ending.out)")
    #expect(told(".backup").contains("is full; make room"), "\(told(".backup"))")
    #expect(!told(".full").isEmpty, "some entries fitted")
    #expect(ending.out.contains("all receipts are there"), "\(ending.out)\(ending.error)")
    #expect(ending.out.contains("work went on"), "\(ending.out)\(ending.error)")
    #expect(ending.out.contains("all equal"), "\(ending.out)\(ending.error)")
    #expect(ending.status == 0)
  }

  // MARK: Settings

  @Test func `settings say where they came from, and each is documented`() throws {
    let ledger = try simulated(requests: 5)
    let plain = try Program.run(["settings", ledger])
    #expect(plain.status == 0, "\(plain.error)")
    #expect(plain.out.contains("port = 8080  (default)"), "\(plain.out)")
    #expect(plain.out.contains("origin = luoshi.invalid/simulation/1  (ledger)"))
    #expect(plain.out.contains("demoSeed = 1  (ledger)"))
    let flagged = try Program.run(["settings", "--port", "9000"])
    #expect(flagged.out.contains("port = 9000  (flag)"), "\(flagged.out)")
    let home = try Program.run(
      ["LUOSHI_HOME=\(Program.root.path)", Program.path, "settings"], of: "env")
    #expect(home.out.contains("(environment)"), "\(home.out)\(home.error)")
    let page = try String(
      contentsOf: Program.root.appending(path: "docs/reference/settings.md"), encoding: .utf8)
    let names = plain.out.split(separator: "\n").filter { !$0.hasPrefix(" ") }
      .compactMap { $0.split(separator: " ").first }
    #expect(names.count == 8)
    for name in names { #expect(page.contains("`\(name)`"), "\(name)") }
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

  static func numbers(_ file: String, _ sql: String) throws -> [Int] {
    try text(file, sql).map { $0.split(separator: ",").compactMap { Int($0) } } ?? []
  }

  static func number(_ file: String, _ sql: String) throws -> Int? {
    try numbers(file, sql).first
  }

  /// The first column, separated by commas.
  static func text(_ file: String, _ sql: String) throws -> String? {
    let process = Process()
    let out = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", query, file, sql]
    process.standardOutput = out
    try process.run()
    let printed = out.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: printed, as: UTF8.self) : nil
  }

  private static let query = """
    import sqlite3, sys
    rows = sqlite3.connect(sys.argv[1]).execute(sys.argv[2])
    sys.stdout.write(",".join(str(row[0]) for row in rows))
    """

  private static let script = """
    import sqlite3, sys
    database = sqlite3.connect(sys.argv[1])
    database.executescript(sys.argv[2])
    database.commit()
    """
}
