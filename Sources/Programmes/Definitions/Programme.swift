/// A checked programme: its kinds, their actions and its measures.
public final class Programme: Sendable {
  /// Its name among all programmes: `shop-inspection`.
  public let name: String
  /// Counts from 1.
  public let version: UInt32
  /// Its title for people.
  public let title: Title
  /// The programmes whose kinds it refers to.
  public let uses: [String]
  /// For how many days after this version was published entries made without a network under an
  /// earlier one are still decided under that.
  public let overlapDays: Int
  /// Its kinds in the order of the definition.
  public let kinds: [Kind]
  /// Its measures in the order of the definition.
  public let measures: [Measure]
  /// The definition as written, which is what the ledger keeps.
  public let sourceText: String

  /// How each action is decided, by its path.
  let plans: [String: ActionPlan]
  /// The measures that a touch of a kind may move, its own first, then those of other programmes.
  let measuresByKind: [String: [Measure]]

  init(
    name: String, version: UInt32, title: Title, uses: [String], overlapDays: Int,
    kinds: [Kind], measures: [Measure], sourceText: String, measuresByKind: [String: [Measure]]
  ) {
    self.name = name
    self.version = version
    self.title = title
    self.uses = uses
    self.overlapDays = overlapDays
    self.kinds = kinds
    self.measures = measures
    self.sourceText = sourceText
    self.measuresByKind = measuresByKind
    var plans: [String: ActionPlan] = [:]
    for kind in kinds {
      for action in kind.actions {
        plans["\(kind.name).\(action.name)"] = ActionPlan(
          kind, action, measures: measuresByKind[kind.name] ?? [])
      }
    }
    self.plans = plans
  }

  /// `shop-inspection@2`.
  public var reference: String { "\(name)@\(version)" }

  /// A kind of this programme.
  public func kind(_ name: String) -> Kind? { kinds.first { $0.name == name } }

  /// A measure of this programme by its short name.
  public func measure(_ name: String) -> Measure? { measures.first { $0.name == name } }

  /// A kind and its action by their path: `inspection.inspect`.
  public func action(_ path: String) -> (kind: Kind, action: Action)? {
    plans[path].map { ($0.kind, $0.action) }
  }

  /// The subject's references whose records deciding an action looks at, besides those given.
  public func referencesRead(by path: String) -> [String] { plans[path]?.references ?? [] }
}

/// What deciding an action takes, worked out once when its programme is loaded.
final class ActionPlan: Sendable {
  let kind: Kind
  let action: Action
  /// The references of the subject that something in the decision reads, beside those given.
  let references: [String]
  /// What the subject may move: every stock, and the flows and distinct counts of this action.
  let measures: [Measure]

  init(_ kind: Kind, _ action: Action, measures: [Measure]) {
    self.kind = kind
    self.action = action
    self.measures = measures.filter { $0.isStock || $0.actions.contains(action.name) }
    var references = kind.referencesRead
    for name in action.inputs.compactMap(\.reference) where !references.contains(name) {
      references.append(name)
    }
    for name in measures.flatMap({ $0.referencesRead.sorted() }) where !references.contains(name) {
      references.append(name)
    }
    self.references = references
  }
}
