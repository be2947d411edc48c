/// Which indicator goes by a name, found by the bytes of the name.
///
/// A dictionary hashes a string in its normal form and against attacks; both cost more than all
/// else about a look-up, and the names are those of the lexicon.
struct NameTable: Sendable {
  private struct Entry {
    let hash: UInt64
    let name: String
    let indicator: Int
  }

  private var entries: [Entry] = []
  /// The place of an entry, or -1; twice as many as entries at least, so that one is always free.
  private var places: [Int32] = [-1]

  /// The names of each indicator; where two have one name the first keeps it.
  init(_ indicators: [KnownIndicator]) {
    var bits = 0
    let count = indicators.reduce(0) { $0 + $1.names.count }
    while 1 << bits < count * 2 + 1 { bits += 1 }
    places = Array(repeating: -1, count: 1 << bits)
    for (index, indicator) in indicators.enumerated() {
      for name in indicator.names where self[name] == nil {
        let hash = name.byteHash
        var place = self.place(of: hash)
        while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
        places[place] = Int32(entries.count)
        entries.append(Entry(hash: hash, name: name, indicator: index))
      }
    }
  }

  /// The indicator of exactly this name.
  subscript(name: String) -> Int? {
    let hash = name.byteHash
    var place = self.place(of: hash)
    while places[place] >= 0 {
      let index = Int(places[place])
      if entries[index].hash == hash, entries[index].name.utf8.elementsEqual(name.utf8) {
        return entries[index].indicator
      }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  private func place(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> 20) & (places.count - 1)
  }
}
