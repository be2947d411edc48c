/// The rules of a witness (C2SP tlog-witness): it cosigns a log's checkpoint only if the tree
/// begins with the last one it cosigned.
///
/// Pure: whoever calls keeps what was cosigned, and must have made it last before the cosignature
/// is given away.
public struct Witness: Sendable {
  /// What cosigns.
  public let signer: WitnessSigner
  private let logs: [String: VerifierKey]

  /// A witness for logs by their keys; a key's name is its log's origin.
  public init(signer: WitnessSigner, logs: [VerifierKey]) {
    self.signer = signer
    self.logs = Dictionary(logs.map { ($0.name, $0) }) { $1 }
  }

  /// The origins it watches.
  public var origins: [String] { logs.keys.sorted() }

  /// What a witness does with a request that holds.
  public struct Answer: Sendable {
    /// The checkpoint, to be kept as the last one of its origin.
    public let checkpoint: Checkpoint
    /// The log's note without other signatures, to be kept with it.
    public let note: SignedNote
    /// The cosignature, to be given away once the checkpoint is kept.
    public let cosignature: NoteSignature
  }

  /// The origin that a request is about, for looking up what was cosigned last.
  ///
  /// - Throws: `WitnessRefusal.unreadable`, `unknownLog`, `unsigned`.
  public func read(
    _ body: [UInt8]
  ) throws(WitnessRefusal) -> (request: ConsistencyRequest, checkpoint: Checkpoint) {
    let request: ConsistencyRequest
    let claimed: Checkpoint
    do {
      request = try ConsistencyRequest(parsing: body)
      claimed = try Checkpoint(parsing: request.checkpoint.text)
    } catch {
      throw .unreadable("\(error)")
    }
    guard let key = logs[claimed.origin] else { throw .unknownLog(origin: claimed.origin) }
    do {
      return (request, try Checkpoint.verified(request.checkpoint, by: key))
    } catch {
      throw .unsigned
    }
  }

  /// Cosigns a request that `read` gave, held against the last checkpoint cosigned for its origin.
  ///
  /// - Throws: `WitnessRefusal.sizesReversed`, `conflict`, `inconsistent`.
  public func cosign(
    _ request: ConsistencyRequest, _ checkpoint: Checkpoint, last: Checkpoint?, seconds: Int64
  ) throws(WitnessRefusal) -> Answer {
    let size = last?.size ?? 0
    guard request.older <= checkpoint.size else { throw .sizesReversed }
    guard request.older == size else { throw .conflict(size: size) }
    if let last, last.size == checkpoint.size, last.root != checkpoint.root {
      throw .conflict(size: size)
    }
    guard request.extends(last?.root ?? Frontier.emptyRoot, to: checkpoint) else {
      throw .inconsistent
    }
    let own = request.checkpoint.signatures.filter { sameBytes($0.name, checkpoint.origin) }
    return Answer(
      checkpoint: checkpoint, note: SignedNote(text: request.checkpoint.text, signatures: own),
      cosignature: signer.cosign(request.checkpoint.text, seconds: seconds))
  }
}

/// Why a witness does not cosign.
public enum WitnessRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// The request is not well formed.
  case unreadable(String)
  /// The witness does not watch this log.
  case unknownLog(origin: String)
  /// The checkpoint is not signed by the log.
  case unsigned
  /// The older size is above the checkpoint's.
  case sizesReversed
  /// What it cosigned last has another size than the request says, or another root at this size.
  case conflict(size: Int64)
  /// The tree does not begin with the one cosigned last: the log has forked, or the proof is wrong.
  case inconsistent

  /// The status that C2SP tlog-witness asks for.
  public var httpStatus: Int {
    switch self {
    case .unreadable, .sizesReversed: 400
    case .unsigned: 403
    case .unknownLog: 404
    case .conflict: 409
    case .inconsistent: 422
    }
  }

  /// What is wrong.
  public var description: String {
    switch self {
    case .unreadable(let reason): "the request is not well formed: \(reason)"
    case .unknownLog(let origin): "this witness does not watch the log \(origin)"
    case .unsigned: "the checkpoint is not signed by the log's key that this witness knows"
    case .sizesReversed: "the old size is above the checkpoint's size"
    case .conflict(let size): "the last checkpoint cosigned has \(size) leaves, or another root"
    case .inconsistent: "the tree does not begin with the one cosigned last"
    }
  }
}
