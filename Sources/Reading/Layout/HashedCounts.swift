/// The levels of many keys, in about twelve bits each.
///
/// A key is known by its place among `size` times two to the power of `bits`, so that one in
/// about as many as that power is found though it was never put in.
struct HashedCounts: Sendable {
  private let bits: Int
  private let size: UInt64
  /// The places in order and their levels; `starts` has the first of each run of places.
  private var places: [UInt32] = []
  private var levels: [UInt8] = []
  private var starts: [Int32] = []

  /// Unpacks what `scripts/seam-counts.py` wrote: each place as the step from the one before, in
  /// ones, a nought and `bits` digits, then its level above `least` in ones and a nought.
  init(_ parts: [StaticString], size: Int, entries: Int, bits: Int, least: UInt8) {
    self.bits = bits
    self.size = UInt64(size) << UInt64(bits)
    places.reserveCapacity(entries)
    levels.reserveCapacity(entries)
    starts.reserveCapacity(size + 1)
    var digits = Digits()
    var place = -1
    var step = 0
    var level = least
    var state = State.ones
    for part in parts {
      for letter in part.description.utf8 {
        digits.add(letter)
        while let value = digits.next(state == .rest ? bits : 1) {
          switch state {
          case .ones where value == 1: step += 1 << bits
          case .ones: state = .rest
          case .rest:
            place += step + value + 1
            state = .level
          case .level where value == 1: level &+= 1
          case .level:
            if places.count < entries { add(place, level) }
            (state, step, level) = (.ones, 0, least)
          }
        }
      }
    }
    while starts.count <= size { starts.append(Int32(truncatingIfNeeded: places.count)) }
  }

  /// The level of a key, if it was put in.
  func level(_ key: UInt64) -> UInt8? { index(key).map { levels[$0] } }

  /// Which of all keys it is, in the order of their places, if it was put in.
  func index(_ key: UInt64) -> Int? {
    let place = UInt32(truncatingIfNeeded: place(key))
    let run = Int(place >> UInt32(bits))
    guard run + 1 < starts.count else { return nil }
    for index in Int(starts[run])..<Int(starts[run + 1]) where places[index] == place {
      return index
    }
    return nil
  }

  /// The six binary digits of a letter.
  static func value(_ letter: UInt8) -> UInt8? {
    switch letter {
    case 0x41...0x5A: letter - 0x41
    case 0x61...0x7A: letter - 0x61 + 26
    case 0x30...0x39: letter - 0x30 + 52
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }

  private func place(_ key: UInt64) -> UInt64 {
    var code = key &* 0x9E37_79B9_7F4A_7C15
    code ^= code >> 32
    code = code &* 0xD6E8_FEB8_6659_FD93
    code ^= code >> 32
    return ((code >> 32) &* size) >> 32
  }

  private mutating func add(_ place: Int, _ level: UInt8) {
    while starts.count <= place >> bits {
      starts.append(Int32(truncatingIfNeeded: places.count))
    }
    places.append(UInt32(truncatingIfNeeded: place))
    levels.append(level)
  }

  private enum State { case ones, rest, level }

  /// Binary digits, six to a letter.
  private struct Digits {
    private var held: UInt64 = 0
    private var count = 0

    mutating func add(_ letter: UInt8) {
      guard let value = HashedCounts.value(letter) else { return }
      held = held << 6 | UInt64(value)
      count += 6
    }

    mutating func next(_ number: Int) -> Int? {
      guard count >= number else { return nil }
      count -= number
      return Int(held >> UInt64(count) & ((1 << UInt64(number)) - 1))
    }
  }
}
