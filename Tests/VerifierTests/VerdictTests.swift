import Ledger
import Programmes
import Quantities
import Testing
import Verifier

struct VerdictTests {
  @Test func `a good proof says what was checked and what was not`() throws {
    let log = try SampleLog(entries: 12)
    let verdict = LeafCheck.check(
      proof: try log.proof(3), leaf: log.stored[3].leaf, key: log.key)
    #expect(verdict.isAccepted)
    #expect(verdict.index == 3)
    #expect(verdict.leaf?.action == "inspection.inspect")
    #expect(
      verdict.checked == [
        .checkpointSigned(origin: SampleLog.origin, size: 12), .leafIncluded(index: 3),
        .leafReadable,
      ])
    #expect(verdict.unchecked == [.otherViews, .truth, .internalPart, .sealedValues(1)])
  }

  @Test func `an extra line is named as unsigned`() throws {
    let log = try SampleLog(entries: 2)
    let text = String(decoding: try log.proof(1), as: UTF8.self)
      .replacing("index", with: "extra AAAA\nindex", maxReplacements: 1)
    let verdict = LeafCheck.check(proof: text, leaf: log.stored[1].leaf, key: log.key)
    #expect(verdict.isAccepted)
    #expect(verdict.unchecked.contains(.extra))
  }

  @Test func `a changed bit in a leaf is refused`() throws {
    let log = try SampleLog(entries: 12)
    let proof = try log.proof(3)
    for bit in stride(from: 0, to: log.stored[3].leaf.count * 8, by: 7) {
      var leaf = log.stored[3].leaf
      leaf[bit / 8] ^= 1 << UInt8(bit % 8)
      let verdict = LeafCheck.check(proof: proof, leaf: leaf, key: log.key)
      #expect(verdict.refusal == .proofRefused(.notIncluded(index: 3, size: 12)))
      #expect(verdict.checked == [.checkpointSigned(origin: SampleLog.origin, size: 12)])
    }
  }

  @Test func `a key that is none or another log's is refused`() throws {
    let log = try SampleLog(entries: 2)
    let proof = try log.proof(1)
    let leaf = log.stored[1].leaf
    #expect(
      LeafCheck.check(proof: proof, leaf: leaf, key: "key").refusal == .keyUnreadable(.badKey))
    let other = try SampleLog(entries: 1, root: 8)
    #expect(
      LeafCheck.check(proof: proof, leaf: leaf, key: other.key).refusal
        == .proofRefused(.note(.unsigned(key: SampleLog.origin))))
  }

  @Test func `a leaf of another format is in the log but not read`() throws {
    let log = try SampleLog(leaves: [Array("another format".utf8)])
    let verdict = LeafCheck.check(
      proof: try log.proof(0), leaf: Array("another format".utf8), key: log.key)
    guard case .leafUnreadable = verdict.refusal else {
      Issue.record("\(verdict)")
      return
    }
    #expect(verdict.checked.contains(.leafIncluded(index: 0)))
  }
}
