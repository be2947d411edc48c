public import Programmes

/// The indicators of a district: one list of ids for the reading lexicon and the ledger.
public struct IndicatorCatalogue: Sendable {
  /// In the order of the file.
  public let indicators: [Indicator]

  private let indices: [String: Int]
  private let positions: [String: Position]

  /// Reads the tree of `indicators.yaml`; everything wrong with it is reported at once.
  public init(_ file: Node) throws(DefinitionErrors) {
    var reader = IndicatorReader()
    let read = reader.catalogue(file)
    guard reader.errors.isEmpty else { throw DefinitionErrors(reader.errors) }
    self.indicators = read.map(\.indicator)
    self.positions = Dictionary(
      read.map { ($0.indicator.id, $0.position) }, uniquingKeysWith: { first, _ in first })
    let pairs = read.enumerated().map { ($0.element.indicator.id, $0.offset) }
    self.indices = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// An indicator by its id.
  public func indicator(_ id: String) -> Indicator? {
    guard let index = indices[id] else { return nil }
    return indicators[index]
  }

  /// The indicators that name a measure which no programme has, with their places.
  public func errors(knowingMeasures known: Set<String>) -> [DefinitionError] {
    var errors: [DefinitionError] = []
    for indicator in indicators {
      guard let position = positions[indicator.id] else { continue }
      for name in indicator.measures where !known.contains(name.measure) {
        errors.append(
          DefinitionError(
            at: position,
            problem: "indicator \"\(indicator.id)\" names the measure \"\(name.measure)\", "
              + "which no programme has",
            remedy: "write a measure of a loaded programme, or returns: true"))
      }
    }
    return errors
  }
}
