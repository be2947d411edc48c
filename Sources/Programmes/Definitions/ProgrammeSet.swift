/// The programmes of a ledger, in all their versions, checked against each other.
///
/// A kind of another programme is always that programme's latest; a version of one's own that is
/// still decided under keeps its own kinds and measures.
public struct ProgrammeSet: Sendable {
  /// All versions, by name and version.
  public var programmes: [Programme] { checked.programmes }

  // In one object, since every decision passes the set around.
  private let checked: Checked

  private final class Checked: Sendable {
    let programmes: [Programme]
    let drafts: [ProgrammeDraft]
    let byReference: [String: Programme]
    let latest: [String: Programme]
    let kinds: [String: Kind]
    let measures: [String: Measure]

    init(_ programmes: [Programme], drafts: [ProgrammeDraft]) {
      var byReference: [String: Programme] = [:]
      var latest: [String: Programme] = [:]
      var kinds: [String: Kind] = [:]
      var measures: [String: Measure] = [:]
      // In the order of versions, so that the latest definition of each name stays.
      for programme in programmes {
        byReference[programme.reference] = programme
        latest[programme.name] = programme
        for kind in programme.kinds { kinds[kind.name] = kind }
        for measure in programme.measures { measures[measure.id] = measure }
      }
      self.programmes = programmes
      self.drafts = drafts
      self.byReference = byReference
      self.latest = latest
      self.kinds = kinds
      self.measures = measures
    }
  }

  /// No programmes.
  public static let empty = ProgrammeSet()

  /// Checks definitions together; every error of every one of them is reported.
  public init(_ drafts: [ProgrammeDraft]) throws(DefinitionErrors) {
    let sorted = drafts.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    let errors = ErrorList()
    let programmes = ProgrammeChecker(drafts: sorted, errors: errors).programmes()
    let all = errors.errors + sorted.flatMap(\.errors)
    guard all.isEmpty else { throw DefinitionErrors(all) }
    self.checked = Checked(programmes, drafts: sorted)
  }

  /// The same programmes and one more version of one.
  public func adding(_ draft: ProgrammeDraft) throws(DefinitionErrors) -> ProgrammeSet {
    try ProgrammeSet(checked.drafts + [draft])
  }

  private init() {
    self.checked = Checked([], drafts: [])
  }

  /// The latest version of each programme, by name.
  public var latest: [Programme] {
    checked.latest.values.sorted { $0.name < $1.name }
  }

  /// The latest version of a programme.
  public func latest(_ name: String) -> Programme? {
    checked.latest[name]
  }

  /// One version of a programme.
  public func programme(_ name: String, _ version: UInt32) -> Programme? {
    checked.byReference["\(name)@\(version)"]
  }

  /// A kind in its latest definition.
  public func kind(_ name: String) -> Kind? { checked.kinds[name] }

  /// A measure in its latest definition, by programme and measure: `premises.registered`.
  public func measure(_ id: String) -> Measure? { checked.measures[id] }

  /// All measures in their latest definitions, by id.
  public var allMeasures: [Measure] { checked.measures.values.sorted { $0.id < $1.id } }

  /// The kinds that provide units or accounts.
  public func kinds(providing provision: Provision) -> [Kind] {
    checked.kinds.values.filter { $0.provides == provision }.sorted { $0.name < $1.name }
  }
}
