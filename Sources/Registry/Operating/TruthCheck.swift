public import Ledger
public import Storage

/// What is wrong with a copy of a ledger's truth.
public enum TruthProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is nothing in it.
  case empty
  /// An entry that its newest checkpoint covers is not there, or one that none covers is.
  case count(found: Int64, signed: Int64)
  /// The entries come to another root than the checkpoint says.
  case root(size: Int64)
  /// An entry's internal or sealed part is not the one that its leaf has the hash of.
  case entry(seq: Int64, reason: String)
  /// The checkpoint is not signed by this ledger's key.
  case signature(size: Int64, reason: String)

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .empty: "it holds no entries"
    case .count(let found, let signed):
      "it holds \(found) entries, and its newest checkpoint was signed for \(signed)"
    case .root(let size):
      "its \(size) entries do not come to the root that was signed: an entry was changed"
    case .entry(let seq, let reason):
      "the leaf of entry \(seq) is as it was signed, and the rest of the entry is not (\(reason))"
    case .signature(let size, let reason):
      "the checkpoint over \(size) entries is not signed by this ledger's key (\(reason))"
    }
  }
}

/// Checks a copy of the truth against its newest checkpoint: count, root and signature, and each
/// entry against its leaf.
public enum TruthCheck {
  /// Entries read between two tellings of how far it is.
  private static let pageMax = 4_096

  /// The newest checkpoint, once the leaves have come to it.
  ///
  /// Without a key the signature is not checked.
  public static func run(
    _ truth: some TruthReader, keys: KeyHistory?, progress: (_ done: Int64, _ count: Int64) -> Void
  ) throws -> Checkpoint {
    let count = try truth.entryCount()
    guard count > 0, let row = try truth.checkpoint(upTo: .max) else { throw TruthProblem.empty }
    let checkpoint = try signed(row, keys: keys)
    guard checkpoint.size == count else {
      throw TruthProblem.count(found: count, signed: checkpoint.size)
    }
    var frontier = Frontier()
    var broken: TruthProblem?
    while frontier.size < count {
      for _ in 0..<pageMax where frontier.size < count {
        guard let entry = try truth.entry(frontier.size) else {
          throw TruthProblem.count(found: frontier.size, signed: checkpoint.size)
        }
        frontier.append(.leaf(entry.leaf))
        if broken == nil { broken = problem(of: entry) }
      }
      progress(frontier.size, count)
    }
    // A changed leaf seldom fits the rest of its entry, and is told as what it is.
    guard frontier.root == checkpoint.root else { throw TruthProblem.root(size: count) }
    if let broken { throw broken }
    return checkpoint
  }

  /// What does not fit the leaf; the leaf has hashes of all the rest.
  private static func problem(of entry: StoredEntry) -> TruthProblem? {
    do {
      _ = try EntryCodec.decode(entry)
      return nil
    } catch {
      return .entry(seq: entry.seq, reason: "\(error)")
    }
  }

  private static func signed(_ row: CheckpointRow, keys: KeyHistory?) throws -> Checkpoint {
    do {
      let note = try SignedNote(parsing: Array(row.note.utf8))
      let checkpoint =
        try keys.map { try $0.verified(note) } ?? Checkpoint(parsing: note.text)
      guard checkpoint.size == row.size else {
        throw TruthProblem.count(found: row.size, signed: checkpoint.size)
      }
      return checkpoint
    } catch let problem as TruthProblem {
      throw problem
    } catch {
      throw TruthProblem.signature(size: row.size, reason: "\(error)")
    }
  }
}

extension Registry {
  /// The keys that checkpoints of a ledger are checked with.
  public static func keys(of properties: LedgerProperties, root: [UInt8]) throws -> KeyHistory {
    try properties.keys(of: properties.secrets(root: root))
  }
}
