import Testing

/// A changed text and the errors it makes; the positions count in the changed definition.
enum DefinitionErrorTable {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let replacement: String
    let errors: [String]

    var testDescription: String { "\(text) → \(replacement)" }
  }

  static let rows: [Row] = fields + actions + expressions + outcomes + measures + clock + postings
}
