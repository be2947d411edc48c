import Foundation
import Ledger
import Programmes
import Quantities
import Storage
import StorageSQLite
import Testing

#if PostgreSQL
import StoragePostgreSQL
import TestServer
#endif

/// The engines that the contract is tested on.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
  case memory, sqlite, postgresql

  /// Those that can be had here; `PostgreSQLTests` says so when a server cannot.
  static let allCases: [Engine] = {
    #if PostgreSQL
    return TestServer.shared.address == nil ? [.memory, .sqlite] : [.memory, .sqlite, .postgresql]
    #else
    return [.memory, .sqlite]
    #endif
  }()

  var testDescription: String { rawValue }

  /// An empty ledger on this engine.
  func open() throws -> OpenStore {
    switch self {
    case .memory:
      let store = MemoryStore()
      return OpenStore(
        store: store, writer: store.makeWriter(), projector: store.makeProjector(), folder: nil)
    case .sqlite:
      let folder = Folder()
      let store = try SQLiteStore(folder: folder.path, properties: ["origin": "test.invalid"])
      return OpenStore(
        store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
        folder: folder)
    case .postgresql:
      #if PostgreSQL
      let store = try PostgreSQLStore(
        TestServer.shared.freshLedger(), properties: ["origin": "test.invalid"])
      return OpenStore(
        store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
        folder: nil)
      #else
      preconditionFailure("`allCases` has no PostgreSQL without the trait")
      #endif
    }
  }
}

/// A store with its writer.
struct OpenStore {
  let store: any Store
  let writer: any StoreWriter
  let projector: any StoreProjector
  let folder: Folder?

  /// Projects one batch after another, each one entry further.
  func project(_ change: (inout ProjectionBatch) -> Void) throws {
    let through = try writer.through()
    var batch = ProjectionBatch(from: through, through: through + 1)
    change(&batch)
    try projector.project(batch)
  }

  /// Everything in the projections.
  func rows() throws -> [ProjectionRow] {
    try store.read { reader in
      var rows: [ProjectionRow] = []
      try reader.scan { rows.append($0) }
      return rows
    }
  }
}

/// A folder that is removed with the value.
final class Folder: Sendable {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "luoshi-storage-\(UUID().uuidString)").path

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// Small made-up rows.
enum Sample {
  static func record(_ number: Int) -> RecordID { RecordID(high: 7, low: UInt64(number)) }

  static func entryID(_ number: Int) -> EntryID { EntryID(high: 9, low: UInt64(number)) }

  /// An entry whose parts differ; the sealed part is empty for every other one.
  static func entry(_ seq: Int) -> StoredEntry {
    let byte = UInt8(truncatingIfNeeded: seq)
    return StoredEntry(
      seq: Int64(seq), id: entryID(seq), leaf: [byte, 0, 1], block: [byte, 2],
      sealed: seq.isMultiple(of: 2) ? [] : [0, byte])
  }

  /// Entries from `first` up to before `end`, with the checkpoint over them.
  static func truth(_ first: Int, _ end: Int, keys: [SubjectKeyRow] = []) -> TruthBatch {
    TruthBatch(
      entries: (first..<end).map(entry), subjectKeys: keys,
      checkpoint: CheckpointRow(size: Int64(end), note: "平城区 test\n\(end)\n— 名 sig\n"))
  }

  static func row(
    _ number: Int, kind: String = "premises", version: UInt32 = 1, state: String = "open",
    facts: Facts = [:]
  ) -> RecordRow {
    RecordRow(
      record: Record(
        id: record(number), kind: kind, version: version, state: state, unit: "p/雨滴街道",
        facts: facts),
      keyNumber: nil, blindKeys: [:], history: [Int64(number)])
  }

  static func day(_ number: Int32) -> Day { Day(number: number) }

  static func tally(
    _ measure: String, _ part: String, _ unit: String, _ period: TallyPeriod
  ) -> TallyKey {
    TallyKey(measure: measure, part: part, unit: unit, period: period)
  }

  static func contribution(
    _ measure: String = "m.visits", part: String = "", unit: String = "a", day: Int32,
    seq: Int64, ordinal: Int32 = 0, amount: Int64 = 1, member: RecordID? = nil
  ) -> ContributionRow {
    ContributionRow(
      measure: measure, part: part, unit: unit, day: Day(number: day), seq: seq,
      ordinal: ordinal, amount: amount, member: member)
  }
}
