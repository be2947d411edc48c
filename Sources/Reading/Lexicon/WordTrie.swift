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
/// begins no word of the classes asked for, costs one load; further steps search a short sorted run
/// of edges. A class, not a struct, because rules hand it on for every amount, and one reference
/// is cheaper to hand on than eight arrays.
final class WordTrie: Sendable {
  private let roots: [Int32]
  /// The classes of all words that begin with a scalar.
  private let rootClasses: [WordClass]
  private let nodes: [Node]
  private let edgeScalar: [UInt32]
  private let edgeNode: [Int32]

  struct Node {
    var edgeStart: Int32 = 0
    var edgeCount: Int32 = 0
    var classes: WordClass = []
    var indicator: Int32 = -1
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
    roots = builder.roots
    nodes = builder.nodes
    edgeScalar = builder.edgeScalar
    edgeNode = builder.edgeNode
  }

  private func child(of node: Int32, _ scalar: UInt32) -> Int32 {
    let run = nodes[Int(node)]
    var low = Int(run.edgeStart)
    let end = low + Int(run.edgeCount)
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if edgeScalar[middle] < scalar { low = middle + 1 } else { high = middle }
    }
    return low < end && edgeScalar[low] == scalar ? edgeNode[low] : -1
  }

  /// The longest word that starts at `index`, ends by `limit` and has a class of `mask`.
  func longest(_ text: [UInt32], at index: Int, limit: Int, mask: WordClass) -> WordMatch? {
    walk(text, index, step: 1, count: limit - index, mask)
  }

  /// In a reversed tree: the longest word that ends before `index` and starts at `floor` or later.
  func longest(_ text: [UInt32], before index: Int, floor: Int, mask: WordClass) -> WordMatch? {
    walk(text, index - 1, step: -1, count: index - floor, mask)
  }

  private func walk(
    _ text: [UInt32], _ start: Int, step: Int, count: Int, _ mask: WordClass
  ) -> WordMatch? {
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
      guard length < count else { break }
      length += 1
      index += step
      node = child(of: node, text[index])
    }
    return best
  }
}

/// Lays the tree out while it is built.
private struct TrieBuilder {
  var roots: [Int32] = Array(repeating: -1, count: 0x10000)
  var nodes: [WordTrie.Node] = []
  var edgeScalar: [UInt32] = []
  var edgeNode: [Int32] = []

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
    var children: [(UInt32, Int32)] = []
    while let entry = rest.first {
      let scalar = entry.text[depth]
      let run = rest.prefix { $0.text[depth] == scalar }
      children.append((scalar, build(run, depth: depth + 1)))
      rest = rest.dropFirst(run.count)
    }
    nodes[index].edgeStart = Int32(edgeScalar.count)
    nodes[index].edgeCount = Int32(children.count)
    for (scalar, child) in children {
      edgeScalar.append(scalar)
      edgeNode.append(child)
      if depth == 0, scalar < 0x10000 { roots[Int(scalar)] = child }
    }
    return Int32(index)
  }
}
