public import Programmes
public import Quantities

/// Stored entries that follow one another, their bytes in one piece: who goes through a million of
/// them would otherwise make three arrays for each.
public struct EntryPage: Sendable {
  /// Where an entry's parts lie.
  struct Place: Sendable {
    let seq: Int64
    let id: EntryID
    let leaf: Range<Int>
    let block: Range<Int>
    let sealed: Range<Int>
  }

  /// The entries' bytes; where they lie, only a scanner of them tells.
  package private(set) var bytes: [UInt8] = []
  private(set) var places: [Place] = []

  /// No entries yet.
  public init() {}

  /// Makes room for as many entries as are to come.
  public mutating func reserve(entries: Int) {
    places.reserveCapacity(entries)
    bytes.reserveCapacity(entries * 1_024)
  }

  /// How many there are.
  public var count: Int { places.count }

  /// Adds an entry whose parts `append` puts behind one another.
  public mutating func add(
    seq: Int64, id: EntryID, leaf: (inout [UInt8]) -> Void, block: (inout [UInt8]) -> Void,
    sealed: (inout [UInt8]) -> Void
  ) {
    let start = bytes.count
    leaf(&bytes)
    let blockStart = bytes.count
    block(&bytes)
    let sealedStart = bytes.count
    sealed(&bytes)
    places.append(
      Place(
        seq: seq, id: id, leaf: start..<blockStart, block: blockStart..<sealedStart,
        sealed: sealedStart..<bytes.count))
  }

  /// Adds an entry.
  public mutating func add(_ entry: StoredEntry) {
    add(seq: entry.seq, id: entry.id) {
      $0 += entry.leaf
    } block: {
      $0 += entry.block
    } sealed: {
      $0 += entry.sealed
    }
  }

  /// The place in the ledger of one of them.
  public func seq(_ index: Int) -> Int64 { places[index].seq }

  /// One of them.
  public subscript(_ index: Int) -> StoredEntry {
    let place = places[index]
    return StoredEntry(
      seq: place.seq, id: place.id, leaf: Array(bytes[place.leaf]),
      block: Array(bytes[place.block]), sealed: Array(bytes[place.sealed]))
  }

  /// The hash of one's leaf in the tree (RFC 6962 section 2.1).
  public func leafHash(_ index: Int) -> Hash { .leaf(places[index].leaf, of: bytes) }
}
