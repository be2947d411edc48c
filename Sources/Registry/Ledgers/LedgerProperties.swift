/// What is settled when a ledger is made and never changes.
public struct LedgerProperties: Sendable, Hashable {
  /// Names the log in its checkpoints: a host-like path, unique in the world (C2SP
  /// tlog-checkpoint).
  public let origin: String
  /// Seed of a demo ledger's keys; `nil` for a real one, whose root key lies in a file of its own.
  public let demoSeed: UInt64?

  /// The properties of a ledger about to be made; a seed makes it a demo.
  public init(origin: String, demoSeed: UInt64?) {
    self.origin = origin
    self.demoSeed = demoSeed
  }

  /// Made-up data, which every page and file must say.
  public var isDemo: Bool { demoSeed != nil }

  static let digestAlgorithm = "sha-256"

  /// As the ledger's file keeps it.
  public var stored: [String: String] {
    var stored = ["origin": origin, "digest": Self.digestAlgorithm]
    if let demoSeed { stored["demoSeed"] = String(demoSeed) }
    return stored
  }

  /// Reads back what `stored` gave; `nil` if the origin is missing or the digest is another.
  public init?(stored: [String: String]) {
    guard let origin = stored["origin"], stored["digest"] == Self.digestAlgorithm else {
      return nil
    }
    self.init(origin: origin, demoSeed: stored["demoSeed"].flatMap(UInt64.init))
  }
}
