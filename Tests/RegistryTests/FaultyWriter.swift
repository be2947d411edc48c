import Dispatch
import Ledger
import Programmes
import Quantities
import Storage
import Synchronization

/// The disk that a `FaultyWriter` pretends to write to.
struct BrokenDisk: Error {}

/// Which step fails next.
final class Faults: Sendable {
  enum Step: Sendable {
    case append, project
    /// After the entries have lasted, so that nobody knows they do.
    case answer
  }

  private let planned = Mutex<[(step: Step, fails: Bool)]>([])
  private let ahead = Mutex(0)

  /// How many records have been read ahead of the writer.
  var readAhead: Int { ahead.withLock { $0 } }

  fileprivate func noteReadAhead(_ count: Int) { ahead.withLock { $0 += count } }

  /// Lets one more call of the step fail, `passed` calls after those planned so far.
  func fail(at step: Step, after passed: Int = 0) {
    planned.withLock { planned in
      planned += Array(repeating: (step, false), count: passed) + [(step, true)]
    }
  }

  func strike(_ step: Step) throws {
    try planned.withLock { planned in
      guard let next = planned.first, next.step == step else { return }
      planned.removeFirst()
      if next.fails { throw BrokenDisk() }
    }
  }
}

/// A writer whose disk fails when told to, before the entries last.
final class FaultyWriter: StoreWriter {
  private let writer: any StoreWriter
  private let faults: Faults

  init(_ writer: sending any StoreWriter, faults: Faults) {
    self.writer = writer
    self.faults = faults
  }

  func entryCount() throws -> Int64 { try writer.entryCount() }
  func through() throws -> Int64 { try writer.through() }
  func entrySeq(_ id: EntryID) throws -> Int64? { try writer.entrySeq(id) }
  func entry(_ seq: Int64) throws -> StoredEntry? { try writer.entry(seq) }
  func record(_ id: RecordID) throws -> RecordRow? { try writer.record(id) }
  func records(kind: String) throws -> [RecordID] { try writer.records(kind: kind) }
  func highestRecord() throws -> RecordID? { try writer.highestRecord() }
  func highestEntry() throws -> EntryID? { try writer.highestEntry() }

  func makeAppender() throws -> sending any StoreAppender {
    FaultyAppender(try writer.makeAppender(), faults: faults)
  }

  func makeRecordReader() throws -> sending (any RecordReader)? {
    guard let reader = try writer.makeRecordReader() else { return nil }
    return CountedReader(reader, faults: faults)
  }

  func holder(_ key: KeyRow) throws -> RecordID? { try writer.holder(key) }
  func balance(_ key: BalanceKey) throws -> Int64 { try writer.balance(key) }
  func tallies(unit: String, from: TallyPeriod, to: TallyPeriod) throws -> [TallyRow] {
    try writer.tallies(unit: unit, from: from, to: to)
  }
  func contributions(measure: String, unit: String, from: Day) throws -> [ContributionRow] {
    try writer.contributions(measure: measure, unit: unit, from: from)
  }
  func subjectKey(_ number: Int64) throws -> [UInt8]? { try writer.subjectKey(number) }

  func checkpoint(covering seq: Int64) throws -> CheckpointRow? {
    try writer.checkpoint(covering: seq)
  }

  func tile(level: Int, index: Int64) throws -> [UInt8]? {
    try writer.tile(level: level, index: index)
  }

  func append(_ batch: TruthBatch) throws {
    try faults.strike(.append)
    try writer.append(batch)
  }
}

/// A reader whose readings are counted.
final class CountedReader: RecordReader {
  private let reader: any RecordReader
  private let faults: Faults

  init(_ reader: sending any RecordReader, faults: Faults) {
    self.reader = reader
    self.faults = faults
  }

  func beginLooking() throws { try reader.beginLooking() }
  func endLooking() { reader.endLooking() }

  var togetherMax: Int { reader.togetherMax }

  func records(_ ids: [RecordID]) throws -> [RecordID: RecordRow] {
    faults.noteReadAhead(ids.count)
    return try reader.records(ids)
  }
}

/// An appender whose disk fails when told to.
final class FaultyAppender: StoreAppender {
  private let appender: any StoreAppender
  private let faults: Faults

  init(_ appender: sending any StoreAppender, faults: Faults) {
    self.appender = appender
    self.faults = faults
  }

  func append(_ batch: TruthBatch) throws {
    try faults.strike(.append)
    try appender.append(batch)
    try faults.strike(.answer)
  }
}

/// A projector whose disk fails when told to.
final class FaultyProjector: StoreProjector {
  private let projector: any StoreProjector
  private let faults: Faults

  init(_ projector: sending any StoreProjector, faults: Faults) {
    self.projector = projector
    self.faults = faults
  }

  func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    try projector.members(keys)
  }

  func project(_ batch: ProjectionBatch) throws {
    try faults.strike(.project)
    try projector.project(batch)
  }
}

/// A projector that stands still once told to, until it is let go.
final class HeldProjector: StoreProjector {
  /// Lets a `HeldProjector` stand and go.
  final class Hold: Sendable {
    private let isHeld = Mutex(false)
    private let isFree = DispatchSemaphore(value: 0)

    /// From the next batch on nothing is projected.
    func stand() { isHeld.withLock { $0 = true } }

    func letGo() {
      isHeld.withLock { $0 = false }
      isFree.signal()
    }

    fileprivate func wait() {
      while isHeld.withLock({ $0 }) { isFree.wait() }
    }
  }

  private let projector: any StoreProjector
  private let hold: Hold

  init(_ projector: sending any StoreProjector, hold: Hold) {
    self.projector = projector
    self.hold = hold
  }

  func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    try projector.members(keys)
  }

  func project(_ batch: ProjectionBatch) throws {
    hold.wait()
    try projector.project(batch)
  }
}
