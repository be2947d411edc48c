/// A half-open range of UTF-8 byte offsets in a document, at most 2 GiB.
public struct ByteSpan: Sendable, Hashable {
  /// Offset of the first byte.
  public let start: Int32
  /// Offset after the last byte.
  public let end: Int32

  /// A span; `0 ≤ start ≤ end` must hold.
  public init(start: Int32, end: Int32) {
    precondition(start >= 0)
    precondition(start <= end)
    self.start = start
    self.end = end
  }

  /// A span over array indices; both must fit into 31 bits.
  public init(_ range: Range<Int>) {
    self.init(start: Int32(range.lowerBound), end: Int32(range.upperBound))
  }

  /// The span as indices of the document's bytes.
  public var range: Range<Int> { Int(start)..<Int(end) }
  /// Bytes in the span, not characters: a Chinese character has three.
  public var byteCount: Int { Int(end) - Int(start) }
  /// Whether the span marks a place between two bytes.
  public var isEmpty: Bool { start == end }
}
