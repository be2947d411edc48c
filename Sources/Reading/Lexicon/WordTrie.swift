/// A word found in a passage.
struct WordMatch {
  /// Scalars matched.
  let length: Int
  let classes: WordClass
}

/// All words of the lexicon as one tree over scalars, in flat arrays.
///
/// The first two characters lead to a node in one look-up of a hash table; further steps look one
/// edge up in another. A class, not a struct, because rules hand it on for every amount, and one
/// reference is cheaper to hand on than eight arrays.
final class WordTrie: Sendable {
  private let roots: [Int32]
  private let nodes: [Node]
  private let edges: EdgeTable
  /// What characters begin, and the pairs that longer words begin with: rules most characters out
  /// without a look at the tree.
  private let kinds: CharacterKinds
  private let pairs: PairFilter
  private let seconds: PairTable

  struct Node {
    var classes: WordClass = []
    /// The lower six bits of every scalar that leads on, as a set: rules most others out.
    var onward: UInt64 = 0

    func mayLead(to scalar: UInt32) -> Bool { onward & Self.bit(scalar) != 0 }

    static func bit(_ scalar: UInt32) -> UInt64 { 1 << UInt64(scalar & 63) }
  }

  /// Builds the tree; words read backwards when `reversed`.
  init(_ words: [(text: [UInt32], classes: WordClass)], reversed: Bool) {
    var builder = TrieBuilder()
    let entries = words.map { word in
      (text: reversed ? Array(word.text.reversed()) : word.text, word.classes)
    }.sorted { $0.text.lexicographicallyPrecedes($1.text) }
    builder.build(entries)
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
    seconds = PairTable(builder.pairs)
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
        let first = block << 6
        var (found, starts) = kinds(text, first..<min(text.count, first + 64))
        // One loop for each kind of start, and no branch on what is found: guessing takes longest.
        while starts.words != 0 {
          let offset = starts.words.trailingZeroBitCount
          let bit: UInt64 = 1 &<< UInt64(offset)
          starts.words ^= bit
          let classes = markCharacter(text, first + offset, &words)
          found.times |= classes.isDisjoint(with: timeMask) ? 0 : bit
          found.cues |= classes.isDisjoint(with: .cues) ? 0 : bit
        }
        while starts.pairs != 0 {
          let offset = starts.pairs.trailingZeroBitCount
          let bit: UInt64 = 1 &<< UInt64(offset)
          starts.pairs ^= bit
          let classes = markLonger(text, first + offset, &words)
          found.times |= classes.isDisjoint(with: timeMask) ? 0 : bit
          found.cues |= classes.isDisjoint(with: .cues) ? 0 : bit
        }
        found.times |= found.numbers
        places.append(found)
      }
    }
    return Passage.Marks(words: words, places: places)
  }

  /// Signs and numbers among the scalars of a block, one bit each, and which of them are words
  /// themselves, and which may begin longer ones.
  ///
  /// Without a branch for each scalar: what comes next cannot be foreseen, and a wrong guess takes
  /// as long as looking at three scalars. The kinds of eight scalars stand in one word.
  @inline(__always)
  private func kinds(
    _ text: Span<UInt32>, _ range: Range<Int>
  ) -> (found: PlaceSets.Block, starts: (words: UInt64, pairs: UInt64)) {
    var found = PlaceSets.Block()
    var words: UInt64 = 0
    var longer: UInt64 = 0
    var index = range.lowerBound
    var next = text[index]
    var place: UInt64 = 0
    while index < range.upperBound {
      var eight: UInt64 = 0
      var shift: UInt64 = 0
      let end = Swift.min(index &+ 8, range.upperBound)
      while index < end {
        let scalar = next
        index &+= 1
        next = index < text.count ? text[index] : 0
        // The bit of `first` stays where both characters begin a word.
        let kind = UInt64(kinds[scalar].rawValue) & (0xF7 | pairs.bit(scalar, next) &<< 3)
        eight |= kind &<< shift
        shift &+= 8
      }
      found.signs |= CharacterKinds.bits(of: .sign, eight) &<< place
      found.numbers |= CharacterKinds.bits(of: .number, eight) &<< place
      found.clauses |= CharacterKinds.bits(of: .clause, eight) &<< place
      found.quotations |= CharacterKinds.bits(of: .quotation, eight) &<< place
      words |= CharacterKinds.bits(of: .word, eight) &<< place
      longer |= CharacterKinds.bits(of: .first, eight) &<< place
      place &+= 8
    }
    return (found, (words, longer))
  }

  /// The classes of the one character at `start`, which is a word.
  @inline(__always)
  private func markCharacter(
    _ text: Span<UInt32>, _ start: Int, _ words: inout MutableSpan<Passage.Words>
  ) -> WordClass {
    let classes = nodes[Int(roots[Int(text[start])])].classes
    words[start].begun.formUnion(classes)
    words[start + 1].ended.formUnion(classes)
    return classes
  }

  /// The classes of all words of two and more characters that begin at `start`; adds them to where
  /// the words end.
  @inline(__always)
  private func markLonger(
    _ text: Span<UInt32>, _ start: Int, _ words: inout MutableSpan<Passage.Words>
  ) -> WordClass {
    guard start + 1 < text.count else { return [] }
    var node = seconds.node(text[start], text[start + 1])
    var end = start + 2
    var classes: WordClass = []
    while node >= 0 {
      let found = nodes[Int(node)]
      classes.formUnion(found.classes)
      words[end].ended.formUnion(found.classes)
      guard end < text.count, found.mayLead(to: text[end]) else { break }
      node = edges.child(of: node, text[end])
      end += 1
    }
    words[start].begun.formUnion(classes)
    return classes
  }

  private func walk<Text: RandomAccessCollection>(
    _ text: Text, _ start: Int, step: Int, count: Int,
    _ mask: WordClass
  ) -> WordMatch? where Text.Element == UInt32, Text.Index == Int {
    guard count > 0, text[start] < 0x10000 else { return nil }
    let kind = kinds[text[start]]
    var best: WordMatch?
    if kind.contains(.word) {
      let classes = nodes[Int(roots[Int(text[start])])].classes
      if !classes.isDisjoint(with: mask) { best = WordMatch(length: 1, classes: classes) }
    }
    guard kind.contains(.first), count > 1, pairs.bit(text[start], text[start + step]) != 0
    else { return best }
    var node = seconds.node(text[start], text[start + step])
    var length = 2
    var index = start + step
    while node >= 0 {
      let found = nodes[Int(node)]
      if !found.classes.isDisjoint(with: mask) {
        best = WordMatch(length: length, classes: found.classes)
      }
      guard length < count, found.mayLead(to: text[index + step]) else { break }
      length += 1
      index += step
      node = edges.child(of: node, text[index])
    }
    return best
  }
}

/// Which node two characters lead to from the root, in one step.
///
/// Open addressing as in `EdgeTable`, in half the memory.
private struct PairTable: Sendable {
  /// The characters in the upper bits, the node in the lower 27; 0 where nothing is.
  private var places: [UInt64]
  private let shift: UInt64

  init(_ pairs: [(first: UInt32, second: UInt32, node: Int32)]) {
    var bits: UInt64 = 4
    while 1 << bits < pairs.count * 2 { bits += 1 }
    shift = 64 - bits
    places = Array(repeating: 0, count: 1 << bits)
    for pair in pairs {
      let key = Self.key(pair.first, pair.second)
      var place = self.place(of: key)
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = key << 27 | UInt64(pair.node)
    }
  }

  /// The node behind the two characters, or -1.
  @inline(__always)
  func node(_ first: UInt32, _ second: UInt32) -> Int32 {
    let key = Self.key(first, second)
    var place = self.place(of: key)
    while true {
      let found = places[place]
      if found >> 27 == key { return Int32(truncatingIfNeeded: found & 0x7FF_FFFF) }
      if found == 0 { return -1 }
      place = (place + 1) & (places.count - 1)
    }
  }

  /// The first character is of the basic plane: 16 and 21 bits.
  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 21 | UInt64(second)
  }

  private func place(of key: UInt64) -> Int {
    Int((key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }
}

/// The edges below the first step: which node a scalar leads to from a node.
///
/// Open addressing with at least one empty place for each edge, because nearly every question
/// is about an edge that is not there, and an empty place answers it at once.
private struct EdgeTable: Sendable {
  /// The node in the upper half, the scalar in the lower; 0 where no edge is.
  private var keys: [UInt64]
  /// Which node each leads to.
  private var children: [Int32]
  private let shift: UInt64

  init(_ edges: [(node: Int32, scalar: UInt32, child: Int32)]) {
    var bits: UInt64 = 4
    while 1 << bits < edges.count * 2 { bits += 1 }
    shift = 64 - bits
    keys = Array(repeating: 0, count: 1 << bits)
    children = Array(repeating: -1, count: 1 << bits)
    for edge in edges {
      let key = Self.key(edge.node, edge.scalar)
      var place = self.place(of: key)
      while keys[place] != 0 { place = (place + 1) & (keys.count - 1) }
      keys[place] = key
      children[place] = edge.child
    }
  }

  /// The node behind the edge, or -1.
  func child(of node: Int32, _ scalar: UInt32) -> Int32 {
    let key = Self.key(node, scalar)
    var place = self.place(of: key)
    while true {
      let found = keys[place]
      if found == key { return children[place] }
      if found == 0 { return -1 }
      place = (place + 1) & (keys.count - 1)
    }
  }

  private static func key(_ node: Int32, _ scalar: UInt32) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar)
  }

  /// Multiplied by the golden ratio, whose upper bits mix all bits of the key.
  private func place(of key: UInt64) -> Int {
    Int((key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }
}

/// Lays the tree out while it is built, level by level: the nodes of two characters, which nearly
/// all words are found by, stand together.
private struct TrieBuilder {
  var roots: [Int32] = Array(repeating: -1, count: 0x10000)
  var nodes: [WordTrie.Node] = [WordTrie.Node()]
  var edges: [(node: Int32, scalar: UInt32, child: Int32)] = []
  /// The nodes that two characters lead to.
  var pairs: [(first: UInt32, second: UInt32, node: Int32)] = []

  /// Adds the nodes for all entries, which are in order.
  mutating func build(_ entries: [(text: [UInt32], classes: WordClass)]) {
    // The entries below each node, and how many scalars they share.
    var groups: [(range: Range<Int>, depth: Int)] = [(entries.indices, 0)]
    var index = 0
    while index < groups.count {
      let (range, depth) = groups[index]
      var start = range.lowerBound
      while start < range.upperBound, entries[start].text.count == depth {
        nodes[index].classes.formUnion(entries[start].classes)
        start += 1
      }
      while start < range.upperBound {
        let scalar = entries[start].text[depth]
        var end = start + 1
        while end < range.upperBound, entries[end].text[depth] == scalar { end += 1 }
        add(scalar, below: index, depth, first: entries[start].text[0])
        groups.append((start..<end, depth + 1))
        start = end
      }
      index += 1
    }
  }

  /// Adds a node that `scalar` leads to from a node of words that begin with `first`.
  private mutating func add(_ scalar: UInt32, below index: Int, _ depth: Int, first: UInt32) {
    let child = Int32(nodes.count)
    nodes.append(WordTrie.Node())
    nodes[index].onward |= WordTrie.Node.bit(scalar)
    if depth == 1, first < 0x10000 { pairs.append((first, scalar, child)) }
    if depth > 0 {
      edges.append((Int32(index), scalar, child))
    } else if scalar < 0x10000 {
      roots[Int(scalar)] = child
    }
  }
}
