import Synchronization

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
    /// What came of adding definitions, by their texts.
    let additions = Mutex<[[String]: ProgrammeSet]>([:])

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

  /// What is remembered of additions; a ledger that is opened adds the same ones each time.
  private static let additionsMax = 64

  /// The same programmes and those of some texts, but for those that are here already, all checked
  /// together.
  ///
  /// `read` makes a draft of the text at an index. It is not asked again for what was added to this
  /// set before: reading and checking are by far the most of what opening a small ledger takes.
  public func adding(
    _ texts: [String], read: (Int) throws(DefinitionErrors) -> ProgrammeDraft
  ) throws(DefinitionErrors) -> ProgrammeSet {
    if let known = checked.additions.withLock({ $0[texts] }) { return known }
    var drafts: [ProgrammeDraft] = []
    for index in texts.indices {
      let draft = try read(index)
      guard programme(draft.name, draft.version) == nil else { continue }
      drafts.append(draft)
    }
    // Not remembered, since a set that held itself would never be freed.
    guard !drafts.isEmpty else { return self }
    let set = try ProgrammeSet(checked.drafts + drafts)
    checked.additions.withLock { additions in
      if additions.count < Self.additionsMax { additions[texts] = set }
    }
    return set
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

  /// One version as it was read.
  func draft(_ name: String, _ version: UInt32) -> ProgrammeDraft? {
    checked.drafts.first { $0.name == name && $0.version == version }
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
