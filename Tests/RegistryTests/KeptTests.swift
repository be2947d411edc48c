import Testing

@testable import Registry

struct KeptTests {
  private static let many = Kept<Int, String>.keptMax + 1

  /// As many as make a turn due, from `first` on.
  private func filled(_ kept: inout Kept<Int, String>, from first: Int) {
    for key in first..<first + Self.many { kept.set(key, to: "\(key)") }
  }

  @Test func `what is used stays through turns, the rest is handed out once`() {
    var kept = Kept<Int, String>()
    filled(&kept, from: 0)
    #expect(kept.turn().compactMap { $0 as? [String?] }.isEmpty)
    #expect(kept.find(7) == "7")
    kept.set(8, to: "eight")
    filled(&kept, from: 1_000_000)
    let handed = kept.turn().compactMap { $0 as? [String?] }.joined().compactMap(\.self)
    #expect(handed.count == Self.many)
    #expect(kept.find(7) == "7")
    #expect(kept.find(8) == "eight")
    #expect(kept.find(9) == nil)
    #expect(kept.find(1_000_009) == "1000009")
  }

  @Test func `no turn comes before much has gathered`() {
    var kept = Kept<Int, String>()
    kept.set(1, to: "one")
    #expect(!kept.isFull)
    #expect(kept.turn().isEmpty)
    #expect(kept.find(1) == "one")
  }

  @Test func `what is forgotten is held nowhere`() {
    var kept = Kept<Int, String>()
    filled(&kept, from: 0)
    _ = kept.turn()
    kept.set(3, to: "three")
    kept.remove(3)
    kept.remove(4)
    #expect(kept.find(3) == nil)
    #expect(kept.find(4) == nil)
    kept.set(3, to: "again")
    #expect(kept.find(3) == "again")
    filled(&kept, from: 1_000_000)
    let handed = kept.turn().compactMap { $0 as? [String?] }.joined().compactMap(\.self)
    #expect(!handed.contains("3") && !handed.contains("4"))
  }
}
