// Encoding and sealing an entry needs nothing but the entry, so a second thread does it while the
// writer decides the next ones. Measured: a fifth of the write path.

import Dispatch
import Ledger
import Synchronization

/// A decided entry with everything that storing it takes.
struct Sealing: Sendable {
  let entry: Entry
  /// The subject key of each touch that has something sealed.
  let keys: [Int: SubjectKey]
  /// The entry's own randomness, so that the order of encoding does not matter.
  let entropy: Entropy

  /// The entry as it is stored.
  func stored(secrets: LedgerSecrets) throws(CodecError) -> StoredEntry {
    var entropy = entropy
    let first = keys.min { $0.key < $1.key }?.value
    return try EntryCodec.encode(
      entry, requestDigest: first?.hidden(entry.requestDigest), secrets: secrets,
      keys: { touch in
        guard let key = keys[touch] else { preconditionFailure("a sealed write without a key") }
        return key
      }, entropy: &entropy)
  }
}

/// Encodes beside the writer's thread.
final class Encoder: Sendable {
  private let worker = Worker<Ticket>(name: "encoder", rank: .second)

  /// A promise of some entries' bytes.
  final class Ticket: Sendable {
    fileprivate let sealings: [Sealing]
    fileprivate let result = Mutex<Result<[StoredEntry], any Error>?>(nil)
    fileprivate let done = DispatchSemaphore(value: 0)

    fileprivate init(_ sealings: [Sealing]) {
      self.sealings = sealings
    }

    /// Waits for the bytes; to be asked for once.
    func wait() throws -> [StoredEntry] {
      done.wait()
      guard let result = result.withLock({ $0 }) else {
        preconditionFailure("a ticket is done when it has a result")
      }
      return try result.get()
    }
  }

  init(secrets: LedgerSecrets) {
    worker.start { tickets in
      for ticket in tickets {
        let result = Result { try ticket.sealings.map { try $0.stored(secrets: secrets) } }
        ticket.result.withLock { $0 = result }
        ticket.done.signal()
      }
    }
  }

  /// Lets what waits be finished, then ends the thread.
  func stop() { worker.stop() }

  /// Begins to encode some entries.
  func encode(_ sealings: [Sealing]) -> Ticket {
    let ticket = Ticket(sealings)
    let isQueued = worker.offer(ticket)
    precondition(isQueued, "the encoder is stopped only after the writer")
    return ticket
  }
}
