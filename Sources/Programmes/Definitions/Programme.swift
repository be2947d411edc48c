/// A checked programme: its kinds, their actions and its measures.
public struct Programme: Sendable {
  /// Its name among all programmes: `shop-inspection`.
  public let name: String
  /// Counts from 1.
  public let version: UInt32
  /// Its title for people.
  public let title: Title
  /// The programmes whose kinds it refers to.
  public let uses: [String]
  /// Its kinds in the order of the definition.
  public let kinds: [Kind]
  /// Its measures in the order of the definition.
  public let measures: [Measure]
  /// The definition as written, which is what the ledger keeps.
  public let sourceText: String

  let actionIndex: [String: (kind: Int, action: Int)]
  /// The measures that a touch of a kind may move, its own first, then those of other programmes.
  let measuresByKind: [String: [Measure]]

  /// `shop-inspection@2`.
  public var reference: String { "\(name)@\(version)" }

  /// A kind of this programme.
  public func kind(_ name: String) -> Kind? { kinds.first { $0.name == name } }

  /// A measure of this programme by its short name.
  public func measure(_ name: String) -> Measure? { measures.first { $0.name == name } }

  /// A kind and its action by their path: `inspection.inspect`.
  public func action(_ path: String) -> (kind: Kind, action: Action)? {
    guard let index = actionIndex[path] else { return nil }
    let kind = kinds[index.kind]
    return (kind, kind.actions[index.action])
  }
}
