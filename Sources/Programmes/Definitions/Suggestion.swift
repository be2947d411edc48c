/// Finds the name that was probably meant.
enum Suggestion {
  /// `did you mean "hazards"?`, or the names there are, or `otherwise` if there are none.
  static func remedy(for word: String, among names: [String], otherwise: String) -> String {
    if let nearest = nearest(to: word, among: names) { return "did you mean \"\(nearest)\"?" }
    guard !names.isEmpty else { return otherwise }
    let shown = names.prefix(12).joined(separator: ", ")
    return "write one of: \(shown)\(names.count > 12 ? ", …" : "")"
  }

  /// The name with the fewest changed letters, if they are few.
  static func nearest(to word: String, among names: [String]) -> String? {
    let limit = max(1, word.unicodeScalars.count / 3)
    var best: (name: String, distance: Int)?
    for name in names {
      let distance = edits(Array(word.unicodeScalars), Array(name.unicodeScalars))
      guard distance <= limit else { continue }
      if let found = best, found.distance <= distance { continue }
      best = (name, distance)
    }
    return best?.name
  }

  /// Levenshtein's distance: letters to insert, delete or replace.
  private static func edits(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    // 64: names are shorter, and the table below grows with the product of the lengths.
    guard left.count <= 64, right.count <= 64 else { return Int.max }
    var row = Array(0...right.count)
    for (i, scalar) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (scalar == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
