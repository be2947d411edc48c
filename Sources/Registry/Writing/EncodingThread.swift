// Encoding and sealing an entry needs nothing but the entry, so a second thread does it while the
// writer decides the next ones. Measured: a fifth of the write path.

import Dispatch
import Foundation
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
    return try EntryCodec.encode(
      entry, secrets: secrets,
      keys: { touch in
        guard let key = keys[touch] else { preconditionFailure("a sealed write without a key") }
        return key
      }, entropy: &entropy)
  }
}

/// The thread that encodes beside the writer's.
final class EncodingThread: Sendable {
  private let secrets: LedgerSecrets
  private let queue = Mutex(Queue())
  private let wake = DispatchSemaphore(value: 0)

  private struct Queue {
    var waiting: [Ticket] = []
    var isStopped = false
  }

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
    self.secrets = secrets
  }

  /// Starts the thread; once.
  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "luoshi.encoder"
    thread.start()
  }

  /// Lets what waits be finished, then ends the thread.
  func stop() {
    queue.withLock { $0.isStopped = true }
    wake.signal()
  }

  /// Begins to encode some entries.
  func encode(_ sealings: [Sealing]) -> Ticket {
    let ticket = Ticket(sealings)
    queue.withLock { $0.waiting.append(ticket) }
    wake.signal()
    return ticket
  }

  private func run() {
    while true {
      wake.wait()
      let (ticket, isStopped) = queue.withLock { queue in
        (queue.waiting.isEmpty ? nil : queue.waiting.removeFirst(), queue.isStopped)
      }
      if let ticket {
        let result = Result { try ticket.sealings.map { try $0.stored(secrets: secrets) } }
        ticket.result.withLock { $0 = result }
        ticket.done.signal()
      } else if isStopped {
        return
      }
    }
  }
}
