public import Programmes
public import Quantities

/// One thing that happened: who did what, when and where, and what it changed.
///
/// A class of constants, since an entry goes through several hands on its way into the ledger.
public final class Entry: Sendable, Hashable {
  /// The place in the ledger, from 0 without gaps; the leaf's index in the tree.
  public let seq: Int64
  /// Chosen by the client, so that sending twice counts once.
  public let id: EntryID
  /// When the server decided it, in milliseconds since 1970-01-01T00:00Z.
  public let at: Int64
  /// The day of the work in Asia/Shanghai.
  public let on: Day
  /// Who acted.
  public let actor: Actor
  /// The code of the unit that did the work.
  public let unit: String
  /// The programme's name: `shop-inspection`.
  public let programme: String
  /// The programme's version that decided.
  public let programmeVersion: Int
  /// The kind and its action: `inspection.inspect`.
  public let action: String
  /// What `LedgerSecrets.digest(of:)` gave for the request; in an entry read back that sealed
  /// something, what `SubjectKey.hidden(_:)` made of it under the key of its first sealed write.
  public let requestDigest: Hash
  /// The effects.
  ///
  /// In an entry about to be stored the values to be sealed are among the writes; in an entry read
  /// back those writes are missing and stand in `sealedWrites`.
  public let decision: Decision
  /// The entry that is put right, if this is an amendment.
  public let amends: Amendment?
  /// In an entry read back: the writes whose values are sealed, by touch and then name.
  ///
  /// Empty in an entry about to be stored.
  public let sealedWrites: [SealedWrite]

  /// An entry of these parts; nothing is checked before it is encoded.
  public init(
    seq: Int64, id: EntryID, at: Int64, on: Day, actor: Actor, unit: String, programme: String,
    programmeVersion: Int, action: String, requestDigest: Hash, decision: Decision,
    amends: Amendment? = nil, sealedWrites: [SealedWrite]
  ) {
    self.seq = seq
    self.id = id
    self.at = at
    self.on = on
    self.actor = actor
    self.unit = unit
    self.programme = programme
    self.programmeVersion = programmeVersion
    self.action = action
    self.requestDigest = requestDigest
    self.decision = decision
    self.amends = amends
    self.sealedWrites = sealedWrites
  }

  /// Whether all parts are equal.
  public static func == (left: Entry, right: Entry) -> Bool {
    left === right
      || (left.seq == right.seq && left.id == right.id && left.at == right.at
        && left.on == right.on && left.actor == right.actor && left.unit == right.unit
        && left.programme == right.programme && left.programmeVersion == right.programmeVersion
        && left.action == right.action && left.requestDigest == right.requestDigest
        && left.decision == right.decision && left.amends == right.amends
        && left.sealedWrites == right.sealedWrites)
  }

  /// By place and id, which tell entries of one ledger apart.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(seq)
    hasher.combine(id)
  }
}

/// A fact written whose value can only be read with a subject key.
public struct SealedWrite: Sendable, Hashable {
  /// The index of the record's change in the decision's `touches`.
  public let touch: Int
  /// The field's name.
  public let name: String
  /// P2 or P3.
  public let level: Level
  /// Computed when the entry was made, not given by the submitter.
  public let isDerived: Bool
  /// The number, in the ledger's key table, of the key it is sealed under.
  public let keyNumber: Int64

  /// A sealed write of these parts.
  public init(touch: Int, name: String, level: Level, isDerived: Bool, keyNumber: Int64) {
    self.touch = touch
    self.name = name
    self.level = level
    self.isDerived = isDerived
    self.keyNumber = keyNumber
  }
}

/// An entry as the ledger keeps it.
///
/// What is hashed is exactly what is kept. The format of the three byte strings is in
/// docs/reference/file-formats.md and never changes.
public struct StoredEntry: Sendable, Hashable {
  /// The place in the ledger and the leaf's index in the tree.
  public let seq: Int64
  /// The submission's id; it stands in the block too.
  public let id: EntryID
  /// The public part, a leaf of the tree; at most `EntryCodec.leafBytesMax` bytes.
  public let leaf: [UInt8]
  /// The internal part (P1); its hash stands in the leaf.
  public let block: [UInt8]
  /// The encrypted values (P2, P3); hashes of them and commitments to them stand in the leaf.
  public let sealed: [UInt8]

  /// The parts as read from storage; nothing is checked before they are decoded.
  public init(seq: Int64, id: EntryID, leaf: [UInt8], block: [UInt8], sealed: [UInt8]) {
    self.seq = seq
    self.id = id
    self.leaf = leaf
    self.block = block
    self.sealed = sealed
  }

  /// The leaf's hash in the tree (RFC 6962 section 2.1).
  public var leafHash: Hash { .leaf(leaf) }
}
