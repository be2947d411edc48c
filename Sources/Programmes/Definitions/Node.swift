/// A place in a definition file, for messages.
public struct Position: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The file's name as the caller gave it.
  public let file: String
  /// From 1.
  public let line: Int
  /// From 1, in Unicode scalars.
  public let column: Int

  /// A place by its file, line and column.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `shop.yaml:12:5`.
  public var description: String { "\(file):\(line):\(column)" }

  /// Further right on the same line.
  func advanced(by columns: Int) -> Position {
    Position(file: file, line: line, column: column + columns)
  }

  /// By file, then line, then column.
  public static func < (left: Position, right: Position) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

/// A definition file as a plain tree, whatever notation it was written in.
public struct Node: Sendable, Hashable {
  /// What a node holds.
  public enum Content: Sendable, Hashable {
    case scalar(String, isQuoted: Bool)
    case sequence([Node])
    case mapping([Entry])
  }

  /// One key of a mapping and what it names.
  public struct Entry: Sendable, Hashable {
    /// The key's text.
    public let key: String
    /// Where the key stands.
    public let position: Position
    /// What the key names.
    public let value: Node

    /// A key with its value.
    public init(key: String, position: Position, value: Node) {
      self.key = key
      self.position = position
      self.value = value
    }
  }

  /// What it holds.
  public let content: Content
  /// Where it begins.
  public let position: Position

  /// A node with its place.
  public init(_ content: Content, at position: Position) {
    self.content = content
    self.position = position
  }
}

/// One thing wrong with a definition: where, what, and what to write instead.
public struct DefinitionError: Error, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Where it stands.
  public let position: Position
  /// What is wrong.
  public let problem: String
  /// What to write instead.
  public let remedy: String

  /// A problem with its place and its remedy.
  public init(at position: Position, problem: String, remedy: String) {
    self.position = position
    self.problem = problem
    self.remedy = remedy
  }

  /// Place, problem and remedy in one line.
  ///
  /// For example `shop.yaml:12:5: error: no field "hazard"; did you mean "hazards"?`
  public var description: String { "\(position): error: \(problem); \(remedy)" }

  /// By place.
  public static func < (left: DefinitionError, right: DefinitionError) -> Bool {
    left.position < right.position
  }
}

/// Everything wrong with one or several definitions, by place.
public struct DefinitionErrors: Error, Sendable, Hashable, CustomStringConvertible {
  /// At least one, sorted by place.
  public let errors: [DefinitionError]

  /// The errors in the order of their places, each once.
  public init(_ errors: [DefinitionError]) {
    self.errors = Set(errors).sorted {
      $0.position == $1.position ? $0.problem < $1.problem : $0 < $1
    }
  }

  /// One line for each error.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Gathers errors while a definition is read, so that all of them are reported at once.
final class ErrorList {
  private(set) var errors: [DefinitionError] = []

  func report(_ position: Position, _ problem: String, _ remedy: String) {
    errors.append(DefinitionError(at: position, problem: problem, remedy: remedy))
  }
}

/// A scalar with its place.
struct Located: Sendable, Hashable {
  let text: String
  let position: Position
  let isQuoted: Bool

  /// Where the text itself begins: after the opening quote.
  var textPosition: Position { isQuoted ? position.advanced(by: 1) : position }
}
