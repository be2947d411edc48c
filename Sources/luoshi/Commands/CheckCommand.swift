import ArgumentParser
import Foundation
import Ledger
import Verifier

/// `luoshi check`.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check offline what a ledger has given away, with public keys only.",
    discussion: """
      FILE is a proof with its leaf (or the entry bundle that holds it); a receipt, with a proof \
      or without; a checkpoint; a checkpoint with the proof that it extends an older one, and \
      that older checkpoint; or a number with all its entries. KEY is the ledger's verifier key \
      as its operator publishes it. With witnesses, enough of them must have cosigned the \
      checkpoint. Exit code 0: it holds; 3: it does not.
      """)

  @Argument(help: "The file, and the one it is checked with.")
  var files: [String]

  @Option(help: "The verifier key, as `luoshi verify` prints it.")
  var key: String

  @Option(help: "Announcements of changes of this key since (/log/keys).")
  var keyChanges: String?

  @OptionGroup var witnesses: WitnessOptions

  func validate() throws {
    guard (1...2).contains(files.count) else {
      throw ValidationError("give one file, or two")
    }
  }

  func run() async throws {
    try await Console.run {
      let first = try Files.read(files[0])
      guard FileCheck.kind(of: first) != .number else { return try checkNumber(first) }
      let verdict = try verdict(of: first)
      for check in verdict.checked { Console.out("holds        \(VerdictWords.words(check))") }
      for gap in verdict.unchecked { Console.out("not checked  \(VerdictWords.words(gap))") }
      if let refusal = verdict.refusal {
        Console.out("REFUSED      \(VerdictWords.words(refusal))")
        throw Exit.differs
      }
      showLeaf(of: verdict)
    }
  }

  private func checkNumber(_ bytes: [UInt8]) throws {
    guard files.count == 1 else {
      throw Failure("\(files[0]): is a number with its entries, which is checked alone")
    }
    let file: NumberFile
    do {
      file = try NumberFile(parsing: bytes)
    } catch {
      throw Failure("\(files[0]): \(error)")
    }
    let verdict = NumberCheck.check(
      file.claim, contributions: file.entries, keys: try keys(), policy: try witnesses.policy())
    for check in verdict.checked { Console.out("holds        \(VerdictWords.words(check))") }
    for gap in verdict.unchecked { Console.out("not checked  \(VerdictWords.words(gap))") }
    if let refusal = verdict.refusal {
      Console.out("REFUSED      \(VerdictWords.words(refusal))")
      throw Exit.differs
    }
    let part = file.claim.part.map { "[\($0)]" } ?? ""
    Console.out(
      "\(verdict.moving) entries come to \(file.claim.amount) for \(file.claim.measure)\(part), "
        + "in its smallest step")
    for territory in file.claim.territories {
      Console.out(
        "  from \(territory.from) to \(territory.to) at \(territory.units.count) units: "
          + territory.units.sorted().prefix(10).joined(separator: " ")
          + (territory.units.count > 10 ? " …" : ""))
    }
  }

  private func verdict(of first: [UInt8]) throws -> Verdict {
    let policy = try witnesses.policy()
    let keys = try keys()
    let second = try files.dropFirst().first.map { try Files.read($0) }
    switch FileCheck.kind(of: first) {
    case .proof:
      guard let second else {
        throw Failure(
          "\(files[0]): is a proof; name the leaf too (/leaf/SEQ), or the entry bundle with it")
      }
      return FileCheck.proof(first, leaf: second, keys: keys, policy: policy)
    case .receipt:
      return FileCheck.receipt(first, proof: second, keys: keys, policy: policy)
    case .checkpoint:
      guard second == nil else {
        throw Failure(
          "\(files[0]): is a checkpoint, which is checked alone; that it extends another is shown "
            + "by the file from /log/consistency/SIZE or `luoshi consistency`, named first")
      }
      return FileCheck.checkpoint(first, keys: keys, policy: policy)
    case .consistency:
      guard let second else {
        throw Failure("\(files[0]): is a proof of consistency; name the older checkpoint too")
      }
      return FileCheck.consistency(first, older: second, keys: keys, policy: policy)
    case .number: preconditionFailure("a number is checked by itself")
    case nil:
      throw Failure(
        "\(files[0]): is no proof, receipt, checkpoint, proof of consistency or number; name such "
          + "a file first, and its leaf, proof or older checkpoint second")
    }
  }

  private func keys() throws -> KeyHistory {
    let trusted: VerifierKey
    do {
      trusted = try VerifierKey(key)
    } catch {
      throw Failure("--key is no verifier key (\(error)); give it as `luoshi verify` prints it")
    }
    guard let keyChanges else { return KeyHistory(trusted) }
    do {
      return try KeyHistory(trusting: trusted, changes: try Files.read(keyChanges))
    } catch let error as KeyChangeError {
      throw Failure("\(keyChanges): \(error)")
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
}

/// Which witnesses are trusted.
struct WitnessOptions: ParsableArguments {
  @Option(help: "A file with a witness's key and address on each line, and `quorum N`.")
  var witnesses: String?

  @Option(help: "A witness's key; may be given several times.")
  var witness: [String] = []

  @Option(help: "How many witnesses must have cosigned; all, unless given.")
  var quorum: Int?

  func policy() throws -> WitnessPolicy {
    do {
      let file = try witnesses.map { try Self.policy(in: $0, isAsked: false) }
      let members = try witness.map { text in
        guard let key = try? WitnessKey(text) else {
          throw Failure(
            "--witness \(text): is no witness key; give it as `luoshi witness` prints it")
        }
        return WitnessPolicy.Member(key: key, address: nil)
      }
      let all = (file?.members ?? []) + members
      let needed = (file?.quorum ?? 0) + members.count
      return try WitnessPolicy(members: all, quorum: quorum ?? needed)
    } catch let error as WitnessPolicyError {
      throw Failure("\(error)")
    }
  }
}

extension WitnessOptions {
  /// The policy in a file; who asks the witnesses needs their addresses.
  static func policy(in path: String, isAsked: Bool) throws -> WitnessPolicy {
    do {
      let policy = try WitnessPolicy(
        parsing: String(decoding: try Files.read(path), as: UTF8.self))
      if isAsked, let member = policy.members.first(where: { $0.address == nil }) {
        throw Failure("\(path): give the address of \(member.key.name) behind its key")
      }
      return policy
    } catch let error as WitnessPolicyError {
      throw Failure("\(path): \(error)")
    }
  }
}

/// A verdict in words.
private enum VerdictWords {
  static func words(_ check: Verdict.Check) -> String {
    switch check {
    case .checkpointSigned(let origin, let size):
      "the checkpoint over \(size) entries is signed by \(origin)"
    case .leafIncluded(let index): "the leaf is entry \(index) of that tree, unchanged"
    case .leafReadable: "the leaf is of the format that this program knows"
    case .leavesDistinct(let count): "the \(count) leaves are different ones"
    case .oneTree(let size): "all proofs are against the tree of \(size) entries"
    case .receiptSigned(let index, let size):
      "the log has promised entry \(index) within those \(size) entries"
    case .extends(let older, let newer):
      "the tree of \(newer) entries begins with the tree of \(older) entries, unchanged"
    case .cosigned(let name, let seconds):
      "the witness \(name) saw it at \(Moment.text(seconds * 1_000)) (Asia/Shanghai)"
    case .quorumMet(let found, let needed):
      "\(found) of the witnesses have cosigned; \(needed) were asked for"
    }
  }

  static func words(_ gap: Verdict.Gap) -> String {
    switch gap {
    case .otherViews:
      "whether others are shown the same tree; compare checkpoints, or ask witnesses"
    case .internalPart: "the internal part of the entry: the leaf holds its hash only"
    case .sealedValues(let count):
      "\(count) sealed values: the leaf holds commitments to them only"
    case .truth: "whether what the entry says is true"
    case .completeness: "whether there are more entries that belong to the number"
    case .consistency(let sizes): "whether the trees of \(sizes) entries belong to one log"
    case .extra: "the extra line of the proof, which nobody signed"
    case .inclusion: "whether the entry is in the log: name its proof (/proof/SEQ) as a second file"
    }
  }

  static func words(_ refusal: NumberVerdict.Refusal) -> String {
    switch refusal {
    case .keyUnreadable(let error): "--key is no verifier key (\(error))"
    case .contribution(let position, let refusal):
      "the entry on line \(position + 1) of the entries: \(words(refusal))"
    case .repeated(let index): "entry \(index) is among them twice"
    case .forked(let size): "the log has signed two different trees of \(size) entries"
    case .overflow: "the sum is too large"
    case .differs(let claimed, let sum): "the entries come to \(sum), not to \(claimed)"
    }
  }

  static func words(_ refusal: Verdict.Refusal) -> String {
    switch refusal {
    case .keyUnreadable(let error): "--key is no verifier key (\(error))"
    case .proofRefused(let error): "it does not hold for this entry and key (\(error))"
    case .leafUnreadable(let error): "the leaf is in the tree but cannot be read (\(error))"
    case .checkpointRefused(let error):
      "the checkpoint is not one that this key has signed (\(error))"
    case .otherEntry(let receipt, let proof):
      "the receipt is for entry \(receipt), the proof for entry \(proof)"
    case .inconsistent(let older, let newer):
      "the tree of \(newer) entries is not shown to begin with the tree of \(older): the log was "
        + "changed, or the proof is wrong"
    case .otherSize(let proof, let checkpoint):
      "the proof begins at \(proof) entries, the older checkpoint has \(checkpoint)"
    case .cosignatureBroken(let name): "the cosignature of the witness \(name) does not verify"
    case .quorumMissed(let found, let needed):
      "\(found) of the witnesses have cosigned; \(needed) were asked for"
    }
  }
}
