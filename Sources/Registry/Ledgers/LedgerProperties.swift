public import Ledger

/// What is settled when a ledger is made, with what a change of keys has left.
public struct LedgerProperties: Sendable, Hashable {
  /// Names the log in its checkpoints: a host-like path, unique in the world (C2SP
  /// tlog-checkpoint).
  public let origin: String
  /// Seed of a demo ledger's keys; `nil` for a real one, whose root key lies in a file of its own.
  public let demoSeed: UInt64?
  /// The digest of everything hashed.
  public let digest: DigestAlgorithm
  /// The algorithm of signatures.
  public let signature: SignatureAlgorithm
  /// The keys carried on from an earlier root key, sealed; `nil` if it was never changed.
  public let carried: [UInt8]?
  /// The announcements of changes of the signing key, one after another; empty if there was none.
  public let keyChanges: String

  /// The properties of a ledger about to be made; a seed makes it a demo.
  public init(origin: String, demoSeed: UInt64?) {
    self.origin = origin
    self.demoSeed = demoSeed
    self.digest = .sha256
    self.signature = .ed25519
    self.carried = nil
    self.keyChanges = ""
  }

  /// The same ledger after a change of keys.
  init(_ before: LedgerProperties, carried: [UInt8], keyChanges: String) {
    self.origin = before.origin
    self.demoSeed = before.demoSeed
    self.digest = before.digest
    self.signature = before.signature
    self.carried = carried
    self.keyChanges = keyChanges
  }

  /// Made-up data, which every page and file must say.
  public var isDemo: Bool { demoSeed != nil }

  /// As the ledger's file keeps it.
  public var stored: [String: String] {
    var stored = [
      "origin": origin, "digest": digest.rawValue, "signature": signature.rawValue,
    ]
    if let demoSeed { stored["demoSeed"] = String(demoSeed) }
    if let carried { stored["carried"] = Base64.encode(carried) }
    if !keyChanges.isEmpty { stored["keyChanges"] = keyChanges }
    return stored
  }

  /// Reads back what `stored` gave.
  ///
  /// - Throws: `LedgerPropertiesError` if something is missing, or of a kind that is not known.
  public init(stored: [String: String]) throws(LedgerPropertiesError) {
    guard let origin = stored["origin"] else { throw .missing("origin") }
    guard let digestName = stored["digest"] else { throw .missing("digest") }
    guard let digest = DigestAlgorithm(rawValue: digestName) else {
      throw .unknown(
        "digest", digestName, known: DigestAlgorithm.allCases.map(\.rawValue))
    }
    // The first ledgers did not say, for there was one.
    let signatureName = stored["signature"] ?? SignatureAlgorithm.ed25519.rawValue
    guard let signature = SignatureAlgorithm(rawValue: signatureName) else {
      throw .unknown(
        "signature", signatureName, known: SignatureAlgorithm.allCases.map(\.rawValue))
    }
    if let text = stored["carried"] {
      guard let carried = Base64.decode(text) else { throw .missing("carried") }
      self.carried = carried
    } else {
      self.carried = nil
    }
    self.origin = origin
    self.demoSeed = stored["demoSeed"].flatMap(UInt64.init)
    self.digest = digest
    self.signature = signature
    self.keyChanges = stored["keyChanges"] ?? ""
  }

  /// The ledger's secrets under its root key.
  ///
  /// - Throws: `OpeningFailure.otherKey` if it is another ledger's, or one from before a change.
  public func secrets(root: [UInt8]) throws -> LedgerSecrets {
    do {
      return try LedgerSecrets(root: root, carried: carried)
    } catch .carriedBroken {
      throw OpeningFailure.otherKey
    }
  }

  /// The keys that checkpoints are checked with: the one in force, and those before it.
  ///
  /// - Throws: `OpeningFailure.otherKey` if the announcements lead to another key.
  public func keys(of secrets: LedgerSecrets) throws -> KeyHistory {
    let key = try NoteSigner(name: origin, secrets: secrets).verifierKey
    do {
      return try KeyHistory(endingWith: key, changes: Array(keyChanges.utf8))
    } catch .broken(0) {
      throw OpeningFailure.otherKey
    }
  }
}

/// Why a ledger's properties cannot be used.
public enum LedgerPropertiesError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It is not said, or cannot be read.
  case missing(String)
  /// The ledger uses an algorithm that this version does not have.
  case unknown(String, String, known: [String])

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .missing(let name):
      "its properties do not say which ledger it is: \(name) is missing or cannot be read; restore "
        + "a backup"
    case .unknown(let name, let value, let known):
      "its \(name) algorithm is \(value), and this version of luoshi knows "
        + "\(known.joined(separator: ", ")); use a version that knows it"
    }
  }
}
