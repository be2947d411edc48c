/// A word found in a passage.
struct WordMatch {
  /// Scalars matched.
  let length: Int
  let classes: WordClass
  /// Index of the known indicator this word names, or -1.
  let indicator: Int32
}

/// All words of the lexicon as one tree over scalars, in flat arrays.
///
/// The first step is a table look-up by scalar and class, so that the usual case, a character that
/// begins no word of the classes asked for, costs one load; further steps look one edge up in a
/// hash table. A class, not a struct, because rules hand it on for every amount, and one reference
/// is cheaper to hand on than eight arrays.
final class WordTrie: Sendable {
  private let roots: [Int32]
  /// The classes of all words that begin with a scalar.
  private let rootClasses: [WordClass]
  private let nodes: [Node]
  private let edges: EdgeTable
  /// What characters begin, and the pairs that longer words begin with: rules most characters out
  /// without a look at the tree.
  private let kinds: CharacterKinds
  private let pairs: PairFilter

  struct Node {
    var classes: WordClass = []
    var indicator: Int32 = -1
    /// The lower six bits of every scalar that leads on, as a set: rules most others out.
    var onward: UInt64 = 0

    func mayLead(to scalar: UInt32) -> Bool { onward & Self.bit(scalar) != 0 }

    static func bit(_ scalar: UInt32) -> UInt64 { 1 << UInt64(scalar & 63) }
  }

  /// Builds the tree; words read backwards when `reversed`.
  init(_ words: [(text: [UInt32], classes: WordClass, indicator: Int32)], reversed: Bool) {
    var builder = TrieBuilder()
    let entries = words.map { word in
      (text: reversed ? Array(word.text.reversed()) : word.text, word.classes, word.indicator)
    }.sorted { $0.text.lexicographicallyPrecedes($1.text) }
    _ = builder.build(entries[...], depth: 0)
    var rootClasses = Array(repeating: WordClass(), count: 0x10000)
    for entry in entries {
      guard let first = entry.text.first, first < 0x10000 else { continue }
      rootClasses[Int(first)].formUnion(entry.1)
    }
    self.rootClasses = rootClasses
    var kinds = CharacterKinds()
    var pairs = PairFilter()
    for entry in entries where entry.text.count > 0 {
      if entry.text.count == 1 {
        kinds.insert(.word, entry.text[0])
      } else {
        kinds.insert(.first, entry.text[0])
        pairs.insert(entry.text[0], entry.text[1])
      }
    }
    self.kinds = kinds
    self.pairs = pairs
    roots = builder.roots
    nodes = builder.nodes
    edges = EdgeTable(builder.edges)
  }

  /// The longest word that starts at `index`, ends by `limit` and has a class of `mask`.
  func longest(_ text: Passage, at index: Int, limit: Int, mask: WordClass) -> WordMatch? {
    guard index < limit, text.mayStart(mask, at: index) else { return nil }
    return walk(text, index, step: 1, count: limit - index, mask)
  }

  /// In a reversed tree: the longest word that ends before `index` and starts at `floor` or later.
  func longest(_ text: Passage, before index: Int, floor: Int, mask: WordClass) -> WordMatch? {
    guard floor < index, text.mayEnd(mask, before: index) else { return nil }
    return walk(text, index - 1, step: -1, count: index - floor, mask)
  }

  /// In a reversed tree: the longest word that `text` ends with.
  func longest(endOf text: [UInt32], mask: WordClass) -> WordMatch? {
    walk(text, text.count - 1, step: -1, count: text.count, mask)
  }

  /// The longest word that `text` begins with.
  func longest(startOf text: ArraySlice<UInt32>, mask: WordClass) -> WordMatch? {
    walk(text, text.startIndex, step: 1, count: text.count, mask)
  }

  /// What begins and ends at every scalar of `text`.
  func marks(_ text: [UInt32]) -> Passage.Marks {
    var words = [Passage.Words](repeating: Passage.Words(), count: text.count + 1)
    let blocks = (text.count + 63) / 64
    var places = PlaceSets(capacity: blocks)
    let timeMask = TimeScanner.mask
    do {
      let text = text.span
      var words = words.mutableSpan
      for block in 0..<blocks {
        var found = PlaceSets.Block()
        var bit: UInt64 = 1
        for start in (block << 6)..<min(text.count, (block + 1) << 6) {
          let scalar = text[start]
          let kind = kinds[scalar]
          if kind.isEmpty {
            bit = bit << 1
            continue
          }
          if kind.contains(.sign) { found.signs |= bit }
          if kind.contains(.number) { found.numbers |= bit }
          let next = start + 1 < text.count ? text[start + 1] : 0
          if kind.contains(.word) || (kind.contains(.first) && pairs.mayContain(scalar, next)) {
            let classes = mark(text, start, &words)
            if !classes.isDisjoint(with: timeMask) { found.times |= bit }
            if !classes.isDisjoint(with: .cues) { found.cues |= bit }
          }
          bit = bit << 1
        }
        found.times |= found.numbers
        places.append(found)
      }
    }
    return Passage.Marks(words: words, places: places)
  }

  /// The classes of all words that begin at `start`; adds them to where the words end.
  @inline(__always)
  private func mark(
    _ text: Span<UInt32>, _ start: Int, _ words: inout MutableSpan<Passage.Words>
  ) -> WordClass {
    guard text[start] < 0x10000 else { return [] }
    var node = roots[Int(text[start])]
    var end = start + 1
    var classes: WordClass = []
    while node >= 0 {
      let found = nodes[Int(node)]
      if !found.classes.isEmpty {
        classes.formUnion(found.classes)
        words[end].ended.formUnion(found.classes)
      }
      guard end < text.count, found.mayLead(to: text[end]) else { break }
      node = edges.child(of: node, text[end])
      end += 1
    }
    words[start].begun = classes
    return classes
  }

  private func walk<Text: RandomAccessCollection>(
    _ text: Text, _ start: Int, step: Int, count: Int,
    _ mask: WordClass
  ) -> WordMatch? where Text.Element == UInt32, Text.Index == Int {
    guard count > 0, text[start] < 0x10000,
      !rootClasses[Int(text[start])].isDisjoint(with: mask)
    else { return nil }
    var node = roots[Int(text[start])]
    var best: WordMatch?
    var length = 1
    var index = start
    while node >= 0 {
      let found = nodes[Int(node)]
      if !found.classes.isDisjoint(with: mask) {
        best = WordMatch(length: length, classes: found.classes, indicator: found.indicator)
      }
      guard length < count, found.mayLead(to: text[index + step]) else { break }
      length += 1
      index += step
      node = edges.child(of: node, text[index])
    }
    return best
  }
}

/// The edges below the first step: which node a scalar leads to from a node.
///
/// Open addressing with at least one empty place for each edge, because nearly every question
/// is about an edge that is not there, and an empty place answers it at once.
private struct EdgeTable: Sendable {
  private struct Edge {
    /// The node in the upper half, the scalar in the lower; 0 where no edge is.
    var key: UInt64 = 0
    var child: Int32 = -1
  }

  private var places: [Edge]
  private let shift: UInt64

  init(_ edges: [(node: Int32, scalar: UInt32, child: Int32)]) {
    var bits: UInt64 = 4
    while 1 << bits < edges.count * 2 { bits += 1 }
    shift = 64 - bits
    places = Array(repeating: Edge(), count: 1 << bits)
    for edge in edges {
      let key = Self.key(edge.node, edge.scalar)
      var place = self.place(of: key)
      while places[place].key != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Edge(key: key, child: edge.child)
    }
  }

  /// The node behind the edge, or -1.
  func child(of node: Int32, _ scalar: UInt32) -> Int32 {
    let key = Self.key(node, scalar)
    var place = self.place(of: key)
    while true {
      let edge = places[place]
      if edge.key == key { return edge.child }
      if edge.key == 0 { return -1 }
      place = (place + 1) & (places.count - 1)
    }
  }

  private static func key(_ node: Int32, _ scalar: UInt32) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar)
  }

  /// Multiplied by the golden ratio, whose upper bits mix all bits of the key.
  private func place(of key: UInt64) -> Int {
    Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}

/// Lays the tree out while it is built.
private struct TrieBuilder {
  var roots: [Int32] = Array(repeating: -1, count: 0x10000)
  var nodes: [WordTrie.Node] = []
  var edges: [(node: Int32, scalar: UInt32, child: Int32)] = []

  /// Adds the node for entries that share their first `depth` scalars and returns its index.
  mutating func build(
    _ entries: ArraySlice<(text: [UInt32], WordClass, Int32)>, depth: Int
  ) -> Int32 {
    let index = nodes.count
    nodes.append(WordTrie.Node())
    var rest = entries
    while let entry = rest.first, entry.text.count == depth {
      nodes[index].classes.formUnion(entry.1)
      nodes[index].indicator = max(nodes[index].indicator, entry.2)
      rest = rest.dropFirst()
    }
    while let entry = rest.first {
      let scalar = entry.text[depth]
      let run = rest.prefix { $0.text[depth] == scalar }
      let child = build(run, depth: depth + 1)
      nodes[index].onward |= WordTrie.Node.bit(scalar)
      if depth > 0 {
        edges.append((Int32(index), scalar, child))
      } else if scalar < 0x10000 {
        roots[Int(scalar)] = child
      }
      rest = rest.dropFirst(run.count)
    }
    return Int32(index)
  }
}
