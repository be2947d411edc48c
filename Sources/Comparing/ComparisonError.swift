/// Why reports cannot be laid beside each other.
public enum ComparisonError: Error, Sendable, Hashable {
  /// One report or none.
  case tooFew
  /// The year a report was given in is not known.
  case noYear(name: String)
  /// Two reports of one year.
  case sameYear(Int, String, String)
  /// A text that has neither a target for its year nor a figure of the year before.
  case notAReport(name: String, year: Int)
  /// No two reports are of adjoining years.
  case nothingAdjoins([Comparison.Gap])

  /// What is wrong and how to mend it.
  public var message: String {
    switch self {
    case .tooFew: "two reports at least are needed: the one that promised and the one a year later"
    case .noYear(let name):
      """
      \(name): the year the report was given in is not in the text; \
      say it with --year \(name)=YEAR
      """
    case .sameYear(let year, let first, let second):
      """
      \(first) and \(second) are both reports of \(year); leave one out, or mend a year that was \
      read wrongly with --year \(second)=YEAR
      """
    case .notAReport(let name, let year):
      """
      \(name): holds no target for \(year) and no figure of \(year - 1); is it a government work \
      report of \(year)?
      """
    case .nothingAdjoins(let gaps):
      "no two reports are of adjoining years: " + gaps.map(\.message).joined(separator: "; ")
    }
  }
}

extension ComparisonError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}

extension Comparison.Gap {
  /// Which year is missing.
  public var message: String {
    """
    what \(before.name) promised for \(before.year) is reported in \(before.year + 1), and the \
    next report is \(after.name) of \(after.year)
    """
  }
}
