import Programmes
import Quantities
import Testing

@testable import Registry

struct RecentIDsTests {
  /// Ids in the order of time but for a tenth, which come late.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `what is said of an id is true, however many came`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var all: Set<EntryID> = []
    var recent = RecentIDs(above: nil, keptMax: 100)
    var told = 0
    for step in 0..<5_000 {
      let isLate = Int.random(in: 0..<10, using: &random) == 0
      let time = isLate ? Int.random(in: 0...step, using: &random) : step
      // Few numbers, so that some ids come again.
      let id = EntryID(
        milliseconds: Int64(time), random: (0, UInt64.random(in: 0..<2, using: &random)))
      if let isKnown = recent.contains(id) {
        #expect(isKnown == all.contains(id))
        told += 1
      }
      if all.insert(id).inserted { recent.insert(id) }
    }
    #expect(told > 4_000, "nearly every id is answered for without the store")
  }

  @Test func `of a ledger opened with entries nothing is said but that there is nothing above`() {
    let highest = EntryID(high: 5, low: .max)
    var recent = RecentIDs(above: highest)
    #expect(recent.contains(highest) == nil)
    #expect(recent.contains(EntryID(high: 1, low: 0)) == nil)
    #expect(recent.contains(EntryID(high: 6, low: 0)) == false)
    recent.insert(EntryID(high: 6, low: 0))
    recent.insert(EntryID(high: 4, low: 0))
    #expect(recent.contains(EntryID(high: 6, low: 0)) == true)
    #expect(recent.contains(EntryID(high: 4, low: 0)) == nil)
  }
}
