import ArgumentParser
import Foundation
import Ledger
import Verifier

/// `luoshi check`.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check offline that an entry is in a ledger, with public keys only.",
    discussion: """
      PROOF is what a number card gives as its proof, LEAF the entry's public leaf. KEY is the \
      ledger's verifier key as its operator publishes it. Exit code 0: the proof holds; 3: it does \
      not.
      """)

  @Argument(help: "The proof file (tlog-proof).")
  var proof: String

  @Argument(help: "The leaf's bytes.")
  var leaf: String

  @Option(help: "The verifier key, as `luoshi verify` prints it.")
  var key: String

  func run() async throws {
    try await Console.run {
      let verdict = LeafCheck.check(
        proof: try Files.read(proof), leaf: try Files.read(leaf), key: key)
      for check in verdict.checked { Console.out("holds        \(words(check))") }
      for gap in verdict.unchecked { Console.out("not checked  \(words(gap))") }
      if case .keyUnreadable(let error) = verdict.refusal {
        throw Failure("--key is no verifier key (\(error)); give it as `luoshi verify` prints it")
      }
      if let refusal = verdict.refusal {
        Console.out("REFUSED      \(words(refusal))")
        throw Exit.differs
      }
      showLeaf(of: verdict)
    }
  }

  private func showLeaf(of verdict: Verdict) {
    guard let leaf = verdict.leaf else { return }
    Console.out(
      "entry \(verdict.index.map(String.init) ?? "?"): \(leaf.programme)@\(leaf.programmeVersion) "
        + "\(leaf.action) at \(leaf.unit) on \(leaf.on)")
    for delta in leaf.deltas {
      let part = delta.part.isEmpty ? "" : "[\(delta.part)]"
      Console.out("  moves \(delta.measure)\(part) at \(delta.unit) by \(delta.amount)")
    }
  }

  private func words(_ check: Verdict.Check) -> String {
    switch check {
    case .checkpointSigned(let origin, let size):
      "the checkpoint over \(size) entries is signed by \(origin)"
    case .leafIncluded(let index): "the leaf is entry \(index) of that tree, unchanged"
    case .leafReadable: "the leaf is of the format that this program knows"
    case .leavesDistinct(let count): "the \(count) leaves are different ones"
    case .oneTree(let size): "all proofs are against the tree of \(size) entries"
    }
  }

  private func words(_ gap: Verdict.Gap) -> String {
    switch gap {
    case .otherViews: "whether others are shown the same tree; compare checkpoints"
    case .internalPart: "the internal part of the entry: the leaf holds its hash only"
    case .sealedValues(let count):
      "\(count) sealed values: the leaf holds commitments to them only"
    case .truth: "whether what the entry says is true"
    case .completeness: "whether there are more entries that belong to the number"
    case .consistency(let sizes): "whether the trees of \(sizes) entries belong to one log"
    case .extra: "the extra line of the proof, which nobody signed"
    }
  }

  private func words(_ refusal: Verdict.Refusal) -> String {
    switch refusal {
    case .keyUnreadable(let error): "--key is no verifier key (\(error))"
    case .proofRefused(let error): "the proof does not hold for this leaf and key (\(error))"
    case .leafUnreadable(let error): "the leaf is in the tree but cannot be read (\(error))"
    }
  }
}
