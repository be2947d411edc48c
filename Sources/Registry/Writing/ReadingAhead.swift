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
        for wanted in batch.wanted {
          guard let isAhead = isAhead(wanted.place, in: batch) else { return }
          guard isAhead else { continue }
          let row = try reader.record(wanted.id)
          guard note(row, of: wanted.id, in: batch) else { return }
          for name in wanted.references {
            guard case .record(let id)? = row?.record.value(name), !has(id) else { continue }
            guard note(try reader.record(id), of: id, in: batch) else { return }
          }
        }
      } catch {
        // The writer meets it itself when it looks.
      }
    }
  }

  /// Whether a request is still to be decided; `nil` if the batch is over.
  private func isAhead(_ place: Int, in batch: Batch) -> Bool? {
    state.withLock { state in
      state.number == batch.number ? place >= state.place + Self.lead : nil
    }
  }

  private func has(_ id: RecordID) -> Bool { state.withLock { $0.found[id] != nil } }

  /// Keeps what was read; `false` if the batch is over.
  private func note(_ row: RecordRow?, of id: RecordID, in batch: Batch) -> Bool {
    state.withLock { state in
      guard state.number == batch.number else { return false }
      state.found[id] = .some(row)
      return true
    }
  }
}
