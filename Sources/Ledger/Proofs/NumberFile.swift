public import Quantities

/// A number as it was published, to be added up again.
public struct NumberClaim: Sendable, Hashable {
  /// Units whose work counts on some days.
  public struct Territory: Sendable, Hashable {
    /// The first day that counts.
    public let from: Day
    /// The last day that counts.
    public let to: Day
    /// The codes of all units that count: the unit of the number and those below it.
    public let units: Set<String>

    /// Units on some days.
    public init(from: Day, to: Day, units: Set<String>) {
      self.from = from
      self.to = to
      self.units = units
    }
  }

  /// Programme and measure: `shop-inspection.hazards-open`.
  public let measure: String
  /// The part of the measure, or `nil` for all parts together.
  public let part: String?
  /// Which work counts; several stretches of days if units changed.
  public let territories: [Territory]
  /// The number, in the measure's smallest step.
  public let amount: Int64

  /// A claim of these parts.
  public init(measure: String, part: String?, territories: [Territory], amount: Int64) {
    self.measure = measure
    self.part = part
    self.territories = territories
    self.amount = amount
  }
}

/// A leaf with the proof that it is in a log.
public struct ProvenLeaf: Sendable, Hashable {
  /// The entry's leaf.
  public let leaf: [UInt8]
  /// The content of its proof file.
  public let proof: [UInt8]

  /// A leaf with its proof.
  public init(leaf: [UInt8], proof: [UInt8]) {
    self.leaf = leaf
    self.proof = proof
  }
}

/// A number with all entries that it is made of, as a file for whoever adds it up again.
public struct NumberFile: Sendable, Hashable {
  /// What was published.
  public let claim: NumberClaim
  /// The entries, each with its proof.
  public let entries: [ProvenLeaf]

  /// The first line.
  static let header = "luoshi number v1"

  /// A file of these parts.
  public init(claim: NumberClaim, entries: [ProvenLeaf]) {
    self.claim = claim
    self.entries = entries
  }

  /// Reads a file.
  ///
  /// - Throws: `NumberFileError` with the line that is wrong.
  public init(parsing bytes: [UInt8]) throws(NumberFileError) {
    var lines = FieldReader(bytes)
    guard lines.line?.elementsEqual(Self.header.utf8) == true else { throw lines.error }
    lines.step()
    guard let measure = lines.take("measure ") else { throw lines.error }
    let part = lines.take("part ")
    guard let amount = lines.take("value ").flatMap({ Int64($0) }) else { throw lines.error }
    var territories: [NumberClaim.Territory] = []
    while let days = lines.take("days ") {
      let ends = days.split(separator: " ").map { Day($0) }
      guard ends.count == 2, let from = ends[0], let to = ends[1] else { throw lines.error }
      var units: Set<String> = []
      while let unit = lines.take("unit ") { units.insert(unit) }
      territories.append(NumberClaim.Territory(from: from, to: to, units: units))
    }
    guard lines.line?.isEmpty == true else { throw lines.error }
    lines.step()
    var entries: [ProvenLeaf] = []
    while let line = lines.line {
      let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard parts.count == 2, let leaf = Base64.decode(Array(parts[0])),
        let proof = Base64.decode(Array(parts[1]))
      else { throw lines.error }
      entries.append(ProvenLeaf(leaf: leaf, proof: proof))
      lines.step()
    }
    guard lines.isAtEnd else { throw lines.error }
    self.init(
      claim: NumberClaim(measure: measure, part: part, territories: territories, amount: amount),
      entries: entries)
  }
}

/// A line of a number's file that is not what the format has there.
public struct NumberFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// From 1.
  public let line: Int

  /// What is wrong, in words.
  public var description: String {
    "line \(line) is not what a number's file has there; fetch it again"
  }
}

extension NumberFile: CustomStringConvertible {
  /// The text of the file.
  public var description: String {
    var text = "\(Self.header)\nmeasure \(claim.measure)\n"
    if let part = claim.part { text += "part \(part)\n" }
    text += "value \(claim.amount)\n"
    for territory in claim.territories {
      text += "days \(territory.from) \(territory.to)\n"
      for unit in territory.units.sorted() { text += "unit \(unit)\n" }
    }
    text += "\n"
    for entry in entries {
      text += "\(Base64.encode(entry.leaf)) \(Base64.encode(entry.proof))\n"
    }
    return text
  }
}

/// Lines that are looked at before they are taken.
private struct FieldReader {
  private var lines: LineReader
  private(set) var line: ArraySlice<UInt8>?

  init(_ bytes: [UInt8]) {
    lines = LineReader(bytes)
    line = lines.next()
  }

  var error: NumberFileError { NumberFileError(line: lines.number) }

  /// Whether nothing is left, not even a line that does not end.
  var isAtEnd: Bool { line == nil && lines.rest.isEmpty }

  mutating func step() { line = lines.next() }

  /// What stands behind a word, if the line begins with it.
  mutating func take(_ word: String) -> String? {
    guard let line, line.starts(with: word.utf8),
      let rest = String(validating: line.dropFirst(word.utf8.count), as: UTF8.self)
    else { return nil }
    step()
    return rest
  }
}
