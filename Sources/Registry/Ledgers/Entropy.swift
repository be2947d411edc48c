import Quantities

/// Where salts, nonces and keys come from.
enum Entropy: RandomNumberGenerator {
  case system(SystemRandomNumberGenerator)
  /// Only in a demo ledger, so that the same seed gives the same ledger.
  case seeded(SeededGenerator)

  /// The entropy of a ledger that has `count` entries.
  ///
  /// A demo ledger opened again draws other numbers than the first time, since a nonce must not
  /// come twice under one key.
  init(demoSeed: UInt64?, count: Int64) {
    if let demoSeed {
      let mixed = demoSeed &+ UInt64(bitPattern: count) &* 0x9E37_79B9_7F4A_7C15
      self = .seeded(SeededGenerator(seed: mixed))
    } else {
      self = .system(SystemRandomNumberGenerator())
    }
  }

  /// A source for one entry; what the others draw does not change it.
  mutating func fork() -> Entropy {
    switch self {
    case .system: self
    case .seeded: .seeded(SeededGenerator(seed: next()))
    }
  }

  mutating func next() -> UInt64 {
    switch self {
    case .system(var generator):
      return generator.next()
    case .seeded(var generator):
      let number = generator.next()
      self = .seeded(generator)
      return number
    }
  }
}
