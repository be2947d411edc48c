import Ledger
import Programmes
import Quantities
import Testing

@Suite struct AccessTests {
  private let key: AccessKey
  private let other: AccessKey

  init() throws {
    key = try LedgerSecrets(root: [UInt8](repeating: 1, count: 32)).accessKey
    other = try LedgerSecrets(root: [UInt8](repeating: 2, count: 32)).accessKey
  }

  private func accesses(_ count: Int) -> [Access] {
    (0..<count).map { number in
      Access(
        at: 1_700_000_000_000 + Int64(number), who: "李\(number)", manner: .export, why: "核对名单",
        records: (0..<number % 3).map { RecordID(high: 1, low: UInt64($0)) })
    }
  }

  private func lines(_ accesses: [Access]) -> [[UInt8]] {
    var chain = AccessChain()
    var generator = SeededGenerator(seed: 3)
    return accesses.map { chain.seal($0, key: key, entropy: &generator) }
  }

  private func opened(_ lines: [[UInt8]], key: AccessKey) throws -> [Access] {
    var chain = AccessChain()
    return try lines.map { try chain.open($0, key: key) }
  }

  @Test func `what was noted is read again, and says nothing in the clear`() throws {
    let accesses = accesses(9)
    let lines = lines(accesses)
    #expect(try opened(lines, key: key) == accesses)
    for line in lines {
      let text = String(decoding: line, as: UTF8.self)
      #expect(!text.contains("李") && !text.contains("核对"))
    }
    #expect(throws: AccessError.broken(line: 0)) { try opened(lines, key: other) }
  }

  @Test func `a log is gone on with from its last line`() throws {
    let accesses = accesses(4)
    var lines = lines(Array(accesses.prefix(3)))
    var chain = try AccessChain(after: lines[2])
    var generator = SeededGenerator(seed: 4)
    lines.append(chain.seal(accesses[3], key: key, entropy: &generator))
    #expect(try opened(lines, key: key) == accesses)
  }

  @Test func `a line changed, left out, moved or repeated is noticed`() throws {
    let lines = lines(accesses(5))
    for index in lines.indices {
      for bit in 0..<lines[index].count * 8 {
        var changed = lines
        changed[index][bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(throws: AccessError.self) { try opened(changed, key: key) }
      }
      if index + 1 < lines.count {
        var without = lines
        without.remove(at: index)
        #expect(throws: AccessError.broken(line: Int64(index))) { try opened(without, key: key) }
        var moved = lines
        moved.swapAt(index, index + 1)
        #expect(throws: AccessError.broken(line: Int64(index))) { try opened(moved, key: key) }
      }
      #expect(throws: AccessError.broken(line: 5)) { try opened(lines + [lines[index]], key: key) }
    }
    #expect(throws: AccessError.malformed(line: -1)) { try AccessChain(after: Array("x".utf8)) }
  }

  @Test func `a list of erased keys is read as it was written, and refused when cut off`() throws {
    let keys = [(7, "a"), (256, "b"), (70_000, "c")].map { number, text in
      ErasedKey(number: Int64(number), leafHash: .sha256(Array(text.utf8)))
    }
    let bytes = Array(ErasedKey.list(keys.reversed() + keys).utf8)
    #expect(try ErasedKey.parse(bytes) == keys)
    for count in 0..<bytes.count {
      let cut = Array(bytes.prefix(count))
      if let read = try? ErasedKey.parse(cut) {
        // Cut between two lines it is a list of fewer keys, and nothing else.
        #expect(cut.last == UInt8(ascii: "\n") && keys.starts(with: read))
      }
    }
  }
}
