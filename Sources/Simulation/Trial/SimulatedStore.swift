// The three sides of a store on a simulated disk, for one run of the ledger's process.

import Ledger
import Programmes
import Quantities
import Storage

/// What readers see.
struct SimulatedStore: Store {
  let disk: SimulatedDisk
  let run: Int

  func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
    try disk.read(run: run) { try $0.read(body) }
  }
}

/// The writer's side; each call may fail.
final class SimulatedWriter: StoreWriter {
  private let disk: SimulatedDisk
  private let run: Int

  init(disk: SimulatedDisk, run: Int) {
    self.disk = disk
    self.run = run
  }

  private func look<Result>(_ body: (MemoryWriter) throws -> Result) throws -> Result {
    try disk.look(run: run, body)
  }

  func entryCount() throws -> Int64 { try look { $0.entryCount() } }
  func through() throws -> Int64 { try look { $0.through() } }
  func entrySeq(_ id: EntryID) throws -> Int64? { try look { $0.entrySeq(id) } }
  func entry(_ seq: Int64) throws -> StoredEntry? { try look { $0.entry(seq) } }
  func record(_ id: RecordID) throws -> RecordRow? { try look { $0.record(id) } }
  func records(kind: String) throws -> [RecordID] { try look { $0.records(kind: kind) } }
  func highestRecord() throws -> RecordID? { try look { $0.highestRecord() } }
  func highestEntry() throws -> EntryID? { try look { $0.highestEntry() } }
  func holder(_ key: KeyRow) throws -> RecordID? { try look { $0.holder(key) } }
  func balance(_ key: BalanceKey) throws -> Int64 { try look { $0.balance(key) } }
  func tallies(unit: String, from: TallyPeriod, to: TallyPeriod) throws -> [TallyRow] {
    try look { $0.tallies(unit: unit, from: from, to: to) }
  }
  func contributions(measure: String, unit: String, from: Day) throws -> [ContributionRow] {
    try look { $0.contributions(measure: measure, unit: unit, from: from) }
  }
  func subjectKey(_ number: Int64) throws -> [UInt8]? { try look { $0.subjectKey(number) } }

  func checkpoint(covering seq: Int64) throws -> CheckpointRow? {
    try look { $0.checkpoint(covering: seq) }
  }

  func tile(level: Int, index: Int64) throws -> [UInt8]? {
    try look { $0.tile(level: level, index: index) }
  }

  func append(_ batch: TruthBatch) throws { try disk.append(run: run, batch) }

  func makeAppender() -> sending any StoreAppender { SimulatedWriter(disk: disk, run: run) }
}

/// The projector's side.
final class SimulatedProjector: StoreProjector {
  private let disk: SimulatedDisk
  private let run: Int

  init(disk: SimulatedDisk, run: Int) {
    self.disk = disk
    self.run = run
  }

  func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    try disk.read(run: run) { try $0.read { try $0.members(keys) } }
  }

  func project(_ batch: ProjectionBatch) throws { try disk.project(run: run, batch) }
}
