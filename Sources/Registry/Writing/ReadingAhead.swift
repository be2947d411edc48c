// In a deep ledger most records that a batch names are not in memory, and looking them up is a
// third of what the writer does. So a thread of its own reads them while the writer decides the
// requests before. What is read ahead is what the projections had at some moment of the batch;
// whatever has changed since they were written is in the writer's memory, where it looks first and
// lets go of nothing within a batch.

import Programmes
import Storage
import Synchronization

/// Reads the records of one batch after another ahead of the writer.
final class ReadingAhead: Sendable {
  /// A record that a request names, and what it refers to that is needed as well.
  struct Wanted: Sendable {
    /// The request's place in its batch.
    let place: Int
    let id: RecordID
    /// The reference fields whose records are read too.
    let references: [String]
  }

  private struct Batch: Sendable {
    let number: Int
    let wanted: [Wanted]
  }

  private struct State {
    /// The batch being decided.
    var number = 0
    /// The request being decided.
    var place = 0
    var found: [RecordID: RecordRow?] = [:]
  }

  private let reader: Mutex<any RecordReader>
  private let state = Mutex(State())
  private let worker = Worker<Batch>(name: "reader", rank: .second)

  /// Fewer are not worth a thread's waking.
  private static let wantedMin = 16
  /// How far ahead of the writer reading begins: nearer it would read the same.
  private static let lead = 4

  init(_ reader: sending any RecordReader) {
    self.reader = Mutex(reader)
    worker.start { [self] batches in
      for batch in batches { read(batch) }
    }
  }

  /// `nil` if the engine reads nothing ahead.
  convenience init?(of store: any StoreWriter) throws {
    guard let reader = try store.makeRecordReader() else { return nil }
    self.init(reader)
  }

  /// Lets go of the batch and ends the thread.
  func stop() {
    end()
    worker.stop()
  }

  // MARK: On the writer's thread

  /// Begins to read what a batch wants, in the order of its requests.
  func begin(_ wanted: [Wanted]) {
    let number = state.withLock { state in
      state.number += 1
      state.place = 0
      return state.number
    }
    guard wanted.count >= Self.wantedMin else { return }
    _ = worker.offer(Batch(number: number, wanted: wanted))
  }

  /// Says which request is being decided, so that nothing is read for those before.
  func reached(_ place: Int) {
    state.withLock { $0.place = place }
  }

  /// What was read of a record; `nil` if it was not.
  func row(_ id: RecordID) -> RecordRow?? {
    state.withLock { $0.found.removeValue(forKey: id) }
  }

  /// Forgets the batch: what was read for it may not be so in the next.
  func end() {
    state.withLock { state in
      state.number += 1
      state.found.removeAll(keepingCapacity: true)
    }
  }

  // MARK: On the thread

  private func read(_ batch: Batch) {
    reader.withLock { reader in
      do {
        try reader.beginLooking()
        defer { reader.endLooking() }
        var rest = batch.wanted[...]
        while let next = take(reader.togetherMax, of: &rest, in: batch), !next.isEmpty {
          let rows = try reader.records(next.map(\.id))
          guard note(next.map(\.id), as: rows, in: batch) else { return }
          let referred = lacking(next, in: rows)
          guard !referred.isEmpty else { continue }
          guard note(referred, as: try reader.records(referred), in: batch) else { return }
        }
      } catch {
        // The writer meets it itself when it looks.
      }
    }
  }

  /// Some of what is wanted by requests still to be decided; `nil` if the batch is over.
  private func take(
    _ count: Int, of rest: inout ArraySlice<Wanted>, in batch: Batch
  ) -> ArraySlice<Wanted>? {
    let place = state.withLock { $0.number == batch.number ? $0.place : nil }
    guard let place else { return nil }
    rest = rest.drop { $0.place < place + Self.lead }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// What records refer to that is needed as well and has not been read.
  private func lacking(
    _ wanted: ArraySlice<Wanted>, in rows: [RecordID: RecordRow]
  ) -> [RecordID] {
    var ids: [RecordID] = []
    for one in wanted {
      guard let record = rows[one.id]?.record else { continue }
      for name in one.references {
        guard case .record(let id)? = record.value(name), !ids.contains(id) else { continue }
        ids.append(id)
      }
    }
    return state.withLock { state in ids.filter { state.found[$0] == nil } }
  }

  /// Keeps what was read, also that there is no such record; `false` if the batch is over.
  private func note(
    _ ids: [RecordID], as rows: [RecordID: RecordRow], in batch: Batch
  ) -> Bool {
    state.withLock { state in
      guard state.number == batch.number else { return false }
      for id in ids { state.found[id] = .some(rows[id]) }
      return true
    }
  }
}
