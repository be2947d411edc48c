import Quantities

/// Draws from one seeded stream; every kind of work has a stream of its own.
///
/// With a stream for each, a change to one kind of work leaves the draws of the others alone.
struct Draw: Sendable {
  private var generator: SeededGenerator

  init(seed: UInt64, stream: UInt64) {
    // The multiplier sets neighbouring seeds far apart, so that streams do not overlap.
    self.generator = SeededGenerator(seed: seed &* 0xD134_2543_DE82_EF95 &+ stream << 32)
  }

  /// A whole number from 0 up to and without `count`.
  mutating func below(_ count: Int) -> Int {
    precondition(count > 0)
    // Lemire's multiplication; the bias of 2^-64 × count is of no account here.
    return Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)
  }

  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True in `parts` of `whole` draws.
  mutating func chance(_ parts: Int, of whole: Int) -> Bool { below(whole) < parts }

  mutating func one<Element>(of list: [Element]) -> Element { list[below(list.count)] }

  /// Fisher and Yates's shuffle.
  mutating func shuffle<Element>(_ list: inout [Element]) {
    for last in stride(from: list.count - 1, to: 0, by: -1) {
      list.swapAt(last, below(last + 1))
    }
  }

  /// The index of a weight, each as likely as it is heavy.
  mutating func index(ofWeights weights: [Int]) -> Int {
    var left = below(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if left < weight { return index }
      left -= weight
    }
    preconditionFailure("the draw lies below the sum of the weights")
  }

  /// A time-ordered identifier for the moment `at`.
  mutating func id<Tag>(at milliseconds: Int64) -> ID<Tag> {
    ID(milliseconds: milliseconds, random: (generator.next(), generator.next()))
  }
}
