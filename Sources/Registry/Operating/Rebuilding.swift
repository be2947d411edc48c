import Ledger
public import Programmes
public import Storage

/// The entries do not come to what the newest checkpoint says.
public struct RootDiffers: Error, Sendable, CustomStringConvertible {
  /// Leaves in the checkpoint's tree.
  public let size: Int64

  /// What is wrong, and what to do.
  public var description: String {
    "the \(size) entries do not come to the root that their newest checkpoint was signed for; "
      + "nothing was replaced. Run `luoshi verify`, and restore a backup"
  }
}

extension Registry {
  /// Folds all entries into projections made anew, going on where they end.
  ///
  /// Memory stays flat; `progress` is told how many entries of how many are done.
  /// - Returns: how many entries there are.
  /// - Throws: `RootDiffers` or `OpeningFailure.otherKey` if the entries are not those signed.
  public static func rebuild(
    store: any Store, writer: sending any StoreWriter, projector: sending any StoreProjector,
    properties: LedgerProperties, root: [UInt8], bundled: [ProgrammeDraft],
    progress: @escaping (_ done: Int64, _ count: Int64) -> Void
  ) throws -> Int64 {
    let secrets = try properties.secrets(root: root)
    let keys = try properties.keys(of: secrets)
    let newest = try store.read { try $0.checkpoint(upTo: .max) }
    let signed = try newest.map { row in
      do {
        return try keys.verified(SignedNote(parsing: Array(row.note.utf8)))
      } catch {
        throw OpeningFailure.otherKey
      }
    }
    let core = try WriterCore(
      store: writer, projector: projector, properties: properties, secrets: secrets,
      genesis: try ProgrammeSet(bundled.filter { $0.name == BuiltIn.programmes }),
      clock: StandingClock(milliseconds: 0), pace: .beside, replayed: progress)
    defer { core.stop() }
    if let signed, signed.root != core.root { throw RootDiffers(size: signed.size) }
    return signed?.size ?? 0
  }
}
