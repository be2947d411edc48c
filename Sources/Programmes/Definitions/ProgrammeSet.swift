/// The programmes of a ledger, in all their versions, checked against each other.
///
/// A kind of another programme is always that programme's latest; a version of one's own that is
/// still decided under keeps its own kinds and measures.
public struct ProgrammeSet: Sendable {
  /// All versions, by name and version.
  public let programmes: [Programme]

  private let drafts: [ProgrammeDraft]
  private let index: [String: Int]
  private let latestIndex: [String: Int]
  private let kinds: [String: Kind]
  private let measures: [String: Measure]

  /// No programmes.
  public static let empty = ProgrammeSet()

  /// Checks definitions together; every error of every one of them is reported.
  public init(_ drafts: [ProgrammeDraft]) throws(DefinitionErrors) {
    let sorted = drafts.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    let errors = ErrorList()
    let programmes = ProgrammeChecker(drafts: sorted, errors: errors).programmes()
    let all = errors.errors + sorted.flatMap(\.errors)
    guard all.isEmpty else { throw DefinitionErrors(all) }
    self.init(checked: programmes, drafts: sorted)
  }

  /// The same programmes and one more version of one.
  public func adding(_ draft: ProgrammeDraft) throws(DefinitionErrors) -> ProgrammeSet {
    try ProgrammeSet(drafts + [draft])
  }

  private init() {
    self.init(checked: [], drafts: [])
  }

  private init(checked programmes: [Programme], drafts: [ProgrammeDraft]) {
    var index: [String: Int] = [:]
    var latestIndex: [String: Int] = [:]
    var kinds: [String: Kind] = [:]
    var measures: [String: Measure] = [:]
    // In the order of versions, so that the latest definition of each name stays.
    for (position, programme) in programmes.enumerated() {
      index[programme.reference] = position
      latestIndex[programme.name] = position
      for kind in programme.kinds { kinds[kind.name] = kind }
      for measure in programme.measures { measures[measure.id] = measure }
    }
    self.programmes = programmes
    self.drafts = drafts
    self.index = index
    self.latestIndex = latestIndex
    self.kinds = kinds
    self.measures = measures
  }

  /// The latest version of each programme, by name.
  public var latest: [Programme] {
    latestIndex.values.sorted().map { programmes[$0] }
  }

  /// The latest version of a programme.
  public func latest(_ name: String) -> Programme? {
    latestIndex[name].map { programmes[$0] }
  }

  /// One version of a programme.
  public func programme(_ name: String, _ version: UInt32) -> Programme? {
    index["\(name)@\(version)"].map { programmes[$0] }
  }

  /// A kind in its latest definition.
  public func kind(_ name: String) -> Kind? { kinds[name] }

  /// A measure in its latest definition, by programme and measure: `premises.registered`.
  public func measure(_ id: String) -> Measure? { measures[id] }

  /// All measures in their latest definitions, by id.
  public var allMeasures: [Measure] { measures.values.sorted { $0.id < $1.id } }

  /// The kinds that provide units or accounts.
  public func kinds(providing provision: Provision) -> [Kind] {
    kinds.values.filter { $0.provides == provision }.sorted { $0.name < $1.name }
  }
}
