internal import Foundation
import Ledger

/// How far an audit got, to go on from later.
///
/// It is believed by the audit that goes on, so it is worth as much as the folder it is kept in.
public struct AuditState: Codable, Sendable {
  var format = Self.format
  var origin: String
  /// The secret of the sums.
  var key: [UInt64]
  /// The tree's right edge.
  var frontier: [UInt8]
  var checkpoints = 0
  /// Entries hashed and added up.
  var recounted: Int64 = 0
  var sums: [UInt64]
  /// The entries that units and definitions were made of: were there others since, the sums would
  /// be of another tree.
  var directorySeqs: [Int64] = []
  var findings: [AuditFinding] = []
  var findingCount = 0

  static let format = 3

  /// The beginning.
  init(origin: String) {
    var generator = SystemRandomNumberGenerator()
    self.origin = origin
    self.key = [generator.next(), generator.next()]
    self.frontier = Frontier().snapshot
    self.sums = [UInt64](repeating: 0, count: AuditSums.count)
  }

  /// As it is kept in a file.
  public func encoded() throws -> [UInt8] { [UInt8](try JSONEncoder().encode(self)) }

  /// Reads back what `encoded` gave; `nil` for anything else.
  public init?(_ bytes: [UInt8]) {
    guard let state = try? JSONDecoder().decode(AuditState.self, from: Data(bytes)),
      state.format == Self.format, state.key.count == 2, state.sums.count == AuditSums.count
    else { return nil }
    self = state
  }
}

/// Who watches an audit.
public struct AuditControl {
  /// The parts of an audit.
  public enum Part: Sendable, Hashable {
    /// Hashing the leaves, comparing tiles, checkpoints and signatures, adding the effects up.
    case entries
    /// Comparing the projections; records touched more than once are made again of their entries.
    case rows
  }

  /// Told how much of a part is done; of rows it is not known how many there are.
  let progress: (_ part: Part, _ done: Int64, _ count: Int64?) -> Void
  /// Called between pages, with the state to keep; what it throws ends the audit.
  let pause: (_ state: () -> AuditState) throws -> Void
  /// Where an earlier audit got to.
  let resumed: AuditState?

  /// Hears of progress, may keep the state and stop the audit by throwing.
  public init(
    resumed: AuditState?, progress: @escaping (Part, Int64, Int64?) -> Void,
    pause: @escaping (() -> AuditState) throws -> Void
  ) {
    self.resumed = resumed
    self.progress = progress
    self.pause = pause
  }

  /// Hears of entries only.
  init(progress: @escaping (Int64) -> Void) {
    self.init(resumed: nil) { part, done, _ in
      if part == .entries { progress(done) }
    } pause: { _ in
    }
  }
}
