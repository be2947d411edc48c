import Quantities
import Testing

struct DecimalTests {
  // MARK: Reading and printing

  @Test(arguments: [
    ("0", 0, 0), ("460", 460, 0), ("460.0", 4600, 1), ("27.7650", 277_650, 4), ("-0.05", -5, 2),
    ("+9.5", 95, 1), ("00.10", 10, 2), ("9223372036854775807", Int64.max, 0),
    ("-9223372036854775808", Int64.min, 0), ("0.000000000000000001", 1, 18),
    ("-9.223372036854775808", Int64.min, 18),
  ]) func `digits are kept as given`(text: String, mantissa: Int64, scale: UInt8) throws {
    let number = try #require(Decimal64(text))
    #expect(number.mantissa == mantissa)
    #expect(number.scale == scale)
  }

  @Test(arguments: [
    "", "-", "+", ".", "5.", ".5", "-.5", "1.2.3", "1,000", "1e3", "--1", "1-", " 1", "1 ", "１",
    "一", "0x1", "9223372036854775808", "-9223372036854775809", "0.0000000000000000001", "nan",
  ]) func `anything else is no number`(text: String) {
    #expect(Decimal64(text) == nil)
  }

  @Test(arguments: [
    (5, 2, "0.05"), (-5, 2, "-0.05"), (-5, 18, "-0.000000000000000005"), (0, 3, "0.000"),
    (Int64.min, 0, "-9223372036854775808"), (Int64.min, 18, "-9.223372036854775808"),
    (1234, 4, "0.1234"), (1234, 3, "1.234"),
  ]) func `numbers print their own digits`(mantissa: Int64, scale: UInt8, text: String) {
    #expect(Decimal64(mantissa: mantissa, scale: scale).description == text)
  }

  @Test(arguments: seeds) func `printing and reading again gives the same digits`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let number = Self.any(&generator)
      let again = Decimal64(number.description)
      #expect(again?.mantissa == number.mantissa, "seed \(seed): \(number)")
      #expect(again?.scale == number.scale, "seed \(seed): \(number)")
    }
  }

  // MARK: Scales

  @Test func `rescaling never loses digits`() {
    #expect(Decimal64(mantissa: 4600, scale: 1).rescaled(to: 0)?.description == "460")
    #expect(Decimal64(mantissa: 4605, scale: 1).rescaled(to: 0) == nil)
    #expect(Decimal64(460).rescaled(to: 2)?.description == "460.00")
    #expect(Decimal64(Int64.max).rescaled(to: 1) == nil)
    #expect(Decimal64(Int64.min).rescaled(to: 1) == nil)
    #expect(Decimal64(0).rescaled(to: 18)?.scale == 18)
    #expect(Decimal64(mantissa: 1_500, scale: 3).reduced.description == "1.5")
    #expect(Decimal64(mantissa: 0, scale: 18).reduced.scale == 0)
  }

  @Test(arguments: [
    ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.4", 0, "2"), ("-2.4", 0, "-2"), ("0.5", 0, "1"),
    ("-0.5", 0, "-1"), ("0.49", 0, "0"), ("1.005", 2, "1.01"), ("9.995", 2, "10.00"),
    ("1.5", 3, "1.500"), ("9.223372036854775807", 0, "9"), ("-8.500000000000000000", 0, "-9"),
    ("9223372036854775807", 2, "9223372036854775807"),
  ]) func `rounding goes half away from zero`(text: String, scale: UInt8, rounded: String) throws {
    #expect(try #require(Decimal64(text)).rounded(to: scale).description == rounded)
  }

  // MARK: Order

  @Test(arguments: [
    ("1", "1.0"), ("0", "-0.00"), ("460", "460.000"), ("-2.50", "-2.5"),
    ("9", "9.000000000000000000"),
  ]) func `equal values are equal at any scale`(left: String, right: String) throws {
    let left = try #require(Decimal64(left))
    let right = try #require(Decimal64(right))
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(!(left < right))
    #expect(!(right < left))
  }

  @Test func `numbers are ordered by value also where no scale holds both`() {
    let ascending = [
      Decimal64(Int64.min), Decimal64(mantissa: Int64.min, scale: 1),
      Decimal64(mantissa: Int64.min, scale: 18), Decimal64(-9), Decimal64(mantissa: -5, scale: 1),
      Decimal64(mantissa: -1, scale: 18), Decimal64(0), Decimal64(mantissa: 1, scale: 18),
      Decimal64(mantissa: 3, scale: 1), Decimal64(9),
      Decimal64(mantissa: Int64.max, scale: 18), Decimal64(mantissa: Int64.max, scale: 1),
      Decimal64(mantissa: Int64.max - 1), Decimal64(Int64.max),
    ]
    for (index, left) in ascending.enumerated() {
      for (other, right) in ascending.enumerated() {
        #expect((left < right) == (index < other), "\(left) and \(right)")
        #expect((left == right) == (index == other), "\(left) and \(right)")
      }
    }
  }

  // MARK: Arithmetic

  @Test func `sums and differences take the larger scale`() {
    #expect(Decimal64("1.5").flatMap { $0.adding(Decimal64(2)) }?.description == "3.5")
    #expect(Decimal64("1.5").flatMap { $0.subtracting(Decimal64(2)) }?.description == "-0.5")
    #expect(Decimal64("1.50").flatMap { $0.adding(Decimal64(2)) }?.description == "3.50")
  }

  @Test func `what does not fit is nil, never wrapped or rounded`() {
    let tiny = Decimal64(mantissa: 1, scale: 18)
    #expect(Decimal64(Int64.max).adding(Decimal64(1)) == nil)
    #expect(Decimal64(Int64.min).subtracting(Decimal64(1)) == nil)
    #expect(Decimal64(Int64.max).adding(tiny) == nil)
    #expect(Decimal64(Int64.max).multiplied(by: Decimal64(2)) == nil)
    #expect(tiny.multiplied(by: Decimal64(mantissa: 1, scale: 1)) == nil)
    #expect(Decimal64(Int64.min).multiplied(by: Decimal64(-1)) == nil)
    #expect(Decimal64.powerOfTen(18) == 1_000_000_000_000_000_000)
    #expect(Decimal64.powerOfTen(19) == nil)
  }

  @Test func `a sum that fits is given although a summand does not fit at its scale`() {
    // 92 233 720 368 547 759 has no mantissa with two places; one less has.
    let sum = Decimal64(92_233_720_368_547_759).adding(Decimal64(mantissa: -100, scale: 2))
    #expect(sum?.description == "92233720368547758.00")
  }

  @Test(arguments: [
    ("1", "3", 4, "0.3333"), ("2", "3", 4, "0.6667"), ("-2", "3", 4, "-0.6667"),
    ("2", "-3", 0, "-1"), ("1", "2", 0, "1"), ("-1", "2", 0, "-1"), ("0", "-5", 2, "0.00"),
    ("7", "0.5", 1, "14.0"), ("1", "8", 18, "0.125000000000000000"),
    ("1000000000000000000", "1.000000000000000000", 0, "1000000000000000000"),
    ("-9223372036854775808", "1", 0, "-9223372036854775808"),
    ("0.000000000000000001", "9223372036854775807", 18, "0.000000000000000000"),
  ]) func `quotients are rounded half away from zero`(
    left: String, right: String, scale: UInt8, quotient: String
  ) throws {
    let left = try #require(Decimal64(left))
    let right = try #require(Decimal64(right))
    #expect(left.divided(by: right, scale: scale)?.description == quotient)
  }

  @Test func `a quotient without a value is nil`() {
    #expect(Decimal64(1).divided(by: Decimal64(mantissa: 0, scale: 3), scale: 2) == nil)
    #expect(Decimal64(Int64.min).divided(by: Decimal64(-1), scale: 0) == nil)
    #expect(
      Decimal64(Int64.max).divided(by: Decimal64(mantissa: 1, scale: 18), scale: 18) == nil)
    #expect(Decimal64(1).divided(by: Decimal64(3), scale: 19) == nil)
  }

  @Test(arguments: seeds) func `arithmetic agrees with exact arithmetic in 128 bits`(
    seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let (left, right) = (Self.any(&generator), Self.any(&generator))
      let note: Comment = "seed \(seed): \(left) and \(right)"
      let (a, b) = (Self.exact(left), Self.exact(right))
      #expect((left < right) == (a < b), note)
      #expect((left == right) == (a == b), note)
      if let sum = left.adding(right) { #expect(Self.exact(sum) == a + b, note) }
      if let difference = left.subtracting(right) {
        #expect(Self.exact(difference) == a - b, note)
      }
      let scale = UInt8.random(in: 0...18, using: &generator)
      let rounded = left.rounded(to: scale)
      if scale < left.scale {
        let step = Self.exact(Decimal64(mantissa: 1, scale: scale))
        #expect((Self.exact(rounded) - a).magnitude * 2 <= step.magnitude, note)
      } else {
        #expect(rounded == left, note)
      }
    }
  }

  @Test(arguments: seeds) func `a quotient is within half a step`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let left = Int64.random(in: -1_000_000_000...1_000_000_000, using: &generator)
      let right = Int64.random(in: 1...1_000_000, using: &generator)
      let quotient = Decimal64(left).divided(by: Decimal64(right), scale: 4)?.mantissa ?? .max
      let error = Int128(quotient) * Int128(right) - Int128(left) * 10_000
      #expect(error.magnitude * 2 <= right.magnitude, "seed \(seed): \(left) / \(right)")
    }
  }

  static let seeds: [UInt64] = [1, 2, 3]

  /// Small and large mantissas at all scales.
  static func any(_ generator: inout SeededGenerator) -> Decimal64 {
    let bits = UInt64.random(in: 0...63, using: &generator)
    let mantissa = Int64(bitPattern: generator.next()) >> Int64(bits)
    return Decimal64(mantissa: mantissa, scale: UInt8.random(in: 0...18, using: &generator))
  }

  /// The value in steps of 10^-18.
  static func exact(_ number: Decimal64) -> Int128 {
    Int128(number.mantissa) * Int128(Decimal64.powerOfTen(18 - number.scale) ?? 0)
  }
}
