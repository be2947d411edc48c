public import Quantities

/// What kind of statement a figure makes about its indicator; the words are those of the guide.
public enum Form: String, Sendable, Hashable, CaseIterable {
  /// An amount or a count.
  case level
  /// A change relative to a base, in % (or 倍).
  case growth
  /// An absolute change: percentage points, net additions.
  case change
  /// A part of a whole, in %.
  case share
  /// A ratio that is an indicator of its own, such as an unemployment rate.
  case rate
  /// A place in an order; the unit is 位.
  case rank
  /// A quality class; the unit is 类.
  case grade
}

/// How the stated value bounds the real one.
public enum Comparator: String, Sendable, Hashable, CaseIterable {
  case eq, ge, le, gt, lt, about, between
}

/// Whether the figure happened, is estimated, is aimed at, or belongs to a project to come.
public enum Standing: String, Sendable, Hashable, CaseIterable {
  case actual, estimated, target, planned
}

/// One measured statement in a text: a thing, a value, a unit, and when and how it holds.
public struct Figure: Sendable, Hashable {
  /// Position among the document's figures, from 0, in the order of the text.
  public internal(set) var index: Int
  /// Where `quote` stands, in UTF-8 bytes of the source.
  public let span: ByteSpan
  /// Where `quote` stands, in Unicode scalars of the source, counting from 0.
  public let at: Int
  /// The shortest piece of the source that contains the value and its unit, verbatim.
  public let quote: String
  /// What is measured, in the words of the text.
  public let indicator: String
  /// The lexicon's id of the indicator, when the name is a known one.
  public let indicatorID: String?
  /// A plain decimal in `unit`, or a grade such as `IV`.
  public let value: String
  /// The upper end of a range.
  public let high: String?
  /// The unit as stated, with its multiplier: `亿元`, `万人`, `%`.
  public let unit: String
  /// What kind of statement it is.
  public let form: Form
  /// How the value bounds the real one.
  public let comparator: Comparator
  /// Whether it happened, is estimated, aimed at or planned.
  public let standing: Standing
  /// `2022`, `2022-H1`, `2022-Q3`, `2022-04` or `2017/2021`; `nil` where the text does not say.
  public let period: String?
  /// Why the fields have their values; empty unless the reader was asked to explain.
  public let reasons: [Reason]
}
