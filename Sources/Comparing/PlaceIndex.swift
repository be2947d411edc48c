import Quantities
import Reading

/// Lines and columns of one text, without going through it again for each place.
struct PlaceIndex {
  private let document: ReadDocument
  private let lineStarts: [Int]

  init(_ document: ReadDocument) {
    self.document = document
    var starts = [0]
    for (index, byte) in document.bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    lineStarts = starts
  }

  func location(_ span: ByteSpan) -> Location {
    let offset = Int(span.start)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = min(lineStarts[low], document.bytes.count)
    let end = min(max(offset, start), document.bytes.count)
    let column = document.bytes[start..<end].count { $0 & 0xC0 != 0x80 } + 1
    return Location(
      file: document.name, line: low + 1, column: column, span: span)
  }
}
