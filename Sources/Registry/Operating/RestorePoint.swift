public import Ledger
import Quantities
public import Storage

/// Up to where a backup is restored; always to a whole checkpoint, since only those were signed.
public enum RestorePoint: Sendable, Hashable {
  /// Everything in the backup.
  case end
  /// The newest checkpoint of at most so many entries.
  case entries(Int64)
  /// The newest checkpoint whose entries were all made at this moment or before, in milliseconds
  /// since 1970.
  case moment(Int64)
  /// This very checkpoint.
  case checkpoint(size: Int64, root: Hash)

  /// A number of entries, a day (up to its end) or a moment; `nil` for anything else.
  ///
  /// A moment is `2026-11-25T10:00`, in Asia/Shanghai unless `Z` stands behind it; seconds may
  /// follow.
  public init?(_ text: String) {
    if let count = Int64(text), count >= 0 {
      self = .entries(count)
    } else if let day = Day(text) {
      self = .moment(day.advanced(by: 1).startMilliseconds - 1)
    } else {
      guard let moment = Self.moment(text) else { return nil }
      self = .moment(moment)
    }
  }

  private static func moment(_ text: String) -> Int64? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = Day(parts[0]) else { return nil }
    var time = parts[1]
    var shift: Int64 = 0
    if time.hasSuffix("Z") {
      // Days begin eight hours before those of Greenwich.
      shift = 8 * 3_600_000
      time = time.dropLast()
    } else if time.hasSuffix("+08:00") {
      time = time.dropLast(6)
    }
    let pieces = time.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = pieces.compactMap { $0.count == 2 ? UInt8($0) : nil }.map(Int64.init)
    guard (2...3).contains(pieces.count), numbers.count == pieces.count, numbers[0] < 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    let seconds = numbers.count == 3 ? numbers[2] : 0
    return day.startMilliseconds + shift
      + ((numbers[0] * 60 + numbers[1]) * 60 + seconds) * 1_000
  }

  /// How many entries of a backup lie before the point: the size of one of its checkpoints.
  ///
  /// - Throws: `RestorePointProblem` if the backup does not reach there.
  public func size(in truth: some TruthReader) throws -> Int64 {
    let size: Int64
    switch self {
    case .end: size = .max
    case .entries(let count): size = count
    case .moment(let moment): size = try Self.count(in: truth, through: moment)
    case .checkpoint(let wanted, let root):
      guard let row = try truth.checkpoint(upTo: wanted), row.size == wanted else {
        throw RestorePointProblem.checkpointMissing(size: wanted)
      }
      let kept = try Checkpoint(parsing: try SignedNote(parsing: Array(row.note.utf8)).text)
      guard kept.root == root else { throw RestorePointProblem.checkpointDiffers(size: wanted) }
      return wanted
    }
    guard let row = try truth.checkpoint(upTo: size) else {
      throw RestorePointProblem.tooEarly(first: try Self.firstCheckpoint(in: truth))
    }
    return row.size
  }

  /// How many entries were made at a moment or before; the ledger's time never goes back.
  private static func count(in truth: some TruthReader, through moment: Int64) throws -> Int64 {
    var low: Int64 = 0
    var high = try truth.entryCount()
    while low < high {
      let middle = low + (high - low) / 2
      guard let stored = try truth.entry(middle) else { return low }
      if try EntryCodec.decode(stored).at <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func firstCheckpoint(in truth: some TruthReader) throws -> Int64 {
    var low: Int64 = 0
    var high = try truth.entryCount()
    while low < high {
      let middle = low + (high - low) / 2
      if try truth.checkpoint(upTo: middle) == nil { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Why a backup cannot be restored to a point.
public enum RestorePointProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// No checkpoint is so old.
  case tooEarly(first: Int64)
  /// The backup has no checkpoint of this size.
  case checkpointMissing(size: Int64)
  /// The backup's checkpoint of this size has another root.
  case checkpointDiffers(size: Int64)

  /// What is wrong, and what there is.
  public var description: String {
    switch self {
    case .tooEarly(let first):
      "no checkpoint is so old: the backup's first one covers \(first) entries"
    case .checkpointMissing(let size):
      "the backup has no checkpoint over \(size) entries"
    case .checkpointDiffers(let size):
      "the backup's checkpoint over \(size) entries has another root than the one given: they are "
        + "of different histories"
    }
  }
}
