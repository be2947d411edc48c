/// Values by key, kept while they are used: what was not used since the turn before is dropped at a
/// turn.
struct Kept<Key: Hashable & Sendable, Value: Sendable> {
  /// Used since the last turn.
  private var young = Generation()
  /// Used between the last two turns, and not since.
  private var old = Generation()

  /// Values used since the last turn, after which another turn is due; some 200 MiB in all when
  /// everything that the writer keeps is full.
  static var keptMax: Int { 100_000 }

  /// The values stand in pieces of their own, since letting go of many takes long: it can be done
  /// piece by piece.
  private struct Generation {
    private var places: [Key: Int] = [:]
    private var pieces: [[Value?]] = []
    private static var pieceCount: Int { 512 }

    var count: Int { places.count }

    subscript(_ key: Key) -> Value? {
      get {
        guard let place = places[key] else { return nil }
        return pieces[place / Self.pieceCount][place % Self.pieceCount]
      }
      set {
        if let place = places[key] {
          pieces[place / Self.pieceCount][place % Self.pieceCount] = newValue
          if newValue == nil { places[key] = nil }
          return
        }
        guard let newValue else { return }
        if pieces.last.map({ $0.count == Self.pieceCount }) ?? true {
          pieces.append([])
          pieces[pieces.count - 1].reserveCapacity(Self.pieceCount)
        }
        let last = pieces.count - 1
        places[key] = last * Self.pieceCount + pieces[last].count
        pieces[last].append(newValue)
      }
    }

    init(expecting count: Int = 0) {
      places.reserveCapacity(count)
    }

    /// What it is made of.
    var parts: [any Sendable] { [places] + pieces }
  }

  var isFull: Bool { young.count > Self.keptMax }

  mutating func find(_ key: Key) -> Value? {
    if let value = young[key] { return value }
    guard old.count > 0, let value = old[key] else { return nil }
    young[key] = value
    return value
  }

  mutating func set(_ key: Key, to value: Value) {
    young[key] = value
  }

  mutating func remove(_ key: Key) {
    young[key] = nil
    old[key] = nil
  }

  /// Gives what was dropped, piece by piece.
  mutating func turn() -> [any Sendable] {
    guard isFull else { return [] }
    let dropped = old.parts
    old = young
    young = Generation(expecting: Self.keptMax)
    return dropped
  }
}
