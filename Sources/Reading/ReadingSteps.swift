/// The steps of a reading one after another, so that benchmarks can measure each by itself.
///
/// `Reader.read` does the same passage by passage; here every step takes all passages of a text
/// before the next begins, each line is a passage, and no heading stands above it. The findings are
/// those of a whole reading.
package struct ReadingSteps {
  private let lexicon: Lexicon
  private let bytes: [UInt8]
  private var source: SourceText?
  private var passages: [Passage] = []
  private var scans: [PassageScan] = []
  private var frame = Frame()

  /// The steps of reading `bytes`; none is taken yet.
  package init(_ reader: Reader, _ bytes: [UInt8]) {
    lexicon = reader.lexicon
    self.bytes = bytes
    frame.mode = .plan
  }

  /// Refuses what is not a text.
  package mutating func check() throws(ReadingError) {
    source = try SourceText(bytes)
  }

  /// Finds articles and paragraphs, the report's year, and decodes every line.
  package mutating func layOut() {
    guard let source else { return }
    let layout = PageLayout(source)
    frame.reportYear = ReportYear(source: source, lexicon: lexicon).find(layout)
    frame.period = frame.reportYear.map { Period($0) }
    for line in layout.lines {
      passages.append(Passage(source, line))
    }
  }

  /// Finds numbers, times and clauses.
  package mutating func scan() {
    passages = passages.map { $0.marked(by: lexicon.forward) }
    scans = passages.map { PassageScan($0, lexicon: lexicon, frame: frame) }
  }

  /// Binds numbers to what they measure and finds what is undertaken.
  package mutating func bind() {
    guard let source else { return }
    var collected = DocumentWalk.Collected()
    let reader = PassageReader(lexicon: lexicon, source: source, frame: frame, explains: false)
    for (passage, scan) in zip(passages, scans) { reader.bind(passage, scan, into: &collected) }
  }

  /// Checks the arithmetic of a whole reading; gives the number of findings.
  package func find(_ document: ReadDocument) -> Int {
    var pass = FindingPass(document, lexicon: lexicon)
    return pass.run().count
  }
}
