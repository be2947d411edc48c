package import Ledger
import Synchronization

/// The newest checkpoint that enough witnesses have cosigned: what the site publishes.
package final class CosignedLog: Sendable {
  private let note = Mutex<SignedNote?>(nil)

  /// Nothing cosigned yet; the site then publishes the newest checkpoint as it is.
  package init() {}

  /// The checkpoint with its cosignatures.
  package var newest: SignedNote? { note.withLock { $0 } }

  /// Publishes a checkpoint with its cosignatures from now on.
  package func publish(_ note: SignedNote) {
    self.note.withLock { $0 = note }
  }
}
