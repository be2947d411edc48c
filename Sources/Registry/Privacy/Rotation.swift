public import Ledger
public import Storage

/// A change of a ledger's root key, made up beforehand and then written in one transaction.
public struct Rotation: Sendable {
  /// The properties afterwards.
  public let properties: LedgerProperties
  /// The newest checkpoint, signed by the new key as well.
  public let checkpoint: CheckpointRow
  /// The announcement of the new signing key.
  public let announcement: SignedNote
  private let old: LedgerSecrets
  private let new: LedgerSecrets

  /// A change to a new root of 32 random bytes.
  ///
  /// - Throws: `OpeningFailure.otherKey` if the old root is not this ledger's.
  public init(
    of properties: LedgerProperties, newest: CheckpointRow, from oldRoot: [UInt8],
    to newRoot: [UInt8], entropy: inout some RandomNumberGenerator
  ) throws {
    precondition(!properties.isDemo, "a demo ledger has no secrets to change")
    self.old = try properties.secrets(root: oldRoot)
    let note = try SignedNote(parsing: Array(newest.note.utf8))
    let last: Checkpoint
    do {
      last = try properties.keys(of: old).verified(note)
    } catch {
      throw OpeningFailure.otherKey
    }
    let carried = try old.carried(to: newRoot, entropy: &entropy)
    self.new = try LedgerSecrets(root: newRoot, carried: carried)
    let goes = try NoteSigner(name: properties.origin, secrets: old)
    let comes = try NoteSigner(name: properties.origin, secrets: new)
    self.announcement = try SigningKeyChange.announced(from: goes, to: comes, at: last)
    self.properties = LedgerProperties(
      properties, carried: carried, keyChanges: properties.keyChanges + announcement.description)
    self.checkpoint = CheckpointRow(
      size: newest.size, note: note.adding(try comes.sign(note.text).signatures).description)
  }

  /// A row of the key table under the new root.
  ///
  /// - Throws: `SecretsError.wrappedKeyBroken` if it was not wrapped under the old one.
  public func rewrapped(
    _ row: SubjectKeyRow, entropy: inout some RandomNumberGenerator
  ) throws(SecretsError) -> [UInt8] {
    new.wrap(try old.unwrap(row.wrapped, number: row.number), entropy: &entropy)
  }

  /// What the access log was sealed with, and is to be sealed with.
  public var accessKeys: (old: AccessKey, new: AccessKey) { (old.accessKey, new.accessKey) }
}
