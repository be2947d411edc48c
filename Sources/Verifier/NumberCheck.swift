public import Ledger
import Quantities

extension NumberClaim {
  func counts(_ delta: LeafDelta) -> Bool {
    guard delta.measure == measure, part == nil || delta.part == part else { return false }
    return territories.contains { territory in
      territory.units.contains(delta.unit) && territory.from <= delta.day
        && delta.day <= territory.to
    }
  }
}

/// What came of adding a number up from its entries.
public struct NumberVerdict: Sendable, Hashable {
  /// Why the number could not be added up, or that it came out differently; `nil` if it is right.
  public let refusal: Refusal?
  /// What the entries add up to, if all of them hold.
  public let sum: Int64?
  /// How many of the entries move the number; others are no error, they move something else.
  public let moving: Int
  /// What was checked and found good.
  public let checked: [Verdict.Check]
  /// What was not checked.
  ///
  /// Always that the list is complete: a proof shows what a log has, not what it has not. Who wants
  /// to know reads the whole log.
  public let unchecked: [Verdict.Gap]

  /// Whether the entries are in the log and give the number claimed.
  public var isEqual: Bool { refusal == nil }

  /// Why a number is refused.
  public enum Refusal: Error, Sendable, Hashable {
    /// The text of the key is none.
    case keyUnreadable(NoteError)
    /// The contribution at this position of the list, from 0, is refused.
    case contribution(position: Int, Verdict.Refusal)
    /// Two contributions are the same entry, which would count twice.
    case repeated(index: Int64)
    /// The log signed two different trees of one size: it is false to somebody.
    case forked(size: Int64)
    /// The sum passes 64 bits.
    case overflow
    /// The entries add up to something else.
    case differs(claimed: Int64, sum: Int64)
  }
}

/// Adds a published number up from its entries: what `luoshi check` does with a number card.
public enum NumberCheck {
  /// Whether the contributions are in the log that owns `key`, each once, and give the number.
  ///
  /// Movements of a thing counted (with a member) add as a distinct count: each thing counts once
  /// if its movements sum to more than zero. Other movements add by their amounts.
  public static func check(
    _ claim: NumberClaim, contributions: [ProvenLeaf], key: String
  ) -> NumberVerdict {
    do {
      return check(
        claim, contributions: contributions, keys: KeyHistory(try VerifierKey(key)),
        policy: try WitnessPolicy(members: [], quorum: 0))
    } catch let error as NoteError {
      return refused(.keyUnreadable(error))
    } catch {
      preconditionFailure("nobody is asked for no cosignature: \(error)")
    }
  }

  /// The same with the keys that a log has had, and witnesses that each checkpoint must have.
  public static func check(
    _ claim: NumberClaim, contributions: [ProvenLeaf], keys: KeyHistory, policy: WitnessPolicy
  ) -> NumberVerdict {
    var tally = Tally(claim: claim)
    for (position, contribution) in contributions.enumerated() {
      let verdict = FileCheck.proof(
        contribution.proof, leaf: contribution.leaf, keys: keys, policy: policy)
      if let refusal = verdict.refusal {
        return refused(.contribution(position: position, refusal))
      }
      do {
        try tally.add(verdict)
      } catch {
        return refused(error)
      }
    }
    return tally.verdict()
  }

  private static func refused(_ refusal: NumberVerdict.Refusal) -> NumberVerdict {
    NumberVerdict(refusal: refusal, sum: nil, moving: 0, checked: [], unchecked: [])
  }
}

/// The running sum over contributions that hold.
private struct Tally {
  let claim: NumberClaim
  private var amount: Int64 = 0
  private var members: [Counted: Int64] = [:]
  private var indexes: Set<Int64> = []
  private var roots: [Int64: Hash] = [:]
  private var moving = 0
  private var origin = ""

  /// A thing in a part of the measure; parts add.
  private struct Counted: Hashable {
    let part: String
    let member: Pseudonym
  }

  init(claim: NumberClaim) {
    self.claim = claim
  }

  mutating func add(_ verdict: Verdict) throws(NumberVerdict.Refusal) {
    guard let leaf = verdict.leaf, let index = verdict.index,
      let checkpoint = verdict.checkpoint
    else { preconditionFailure("an accepted verdict has all its parts") }
    guard indexes.insert(index).inserted else { throw .repeated(index: index) }
    let known = roots.updateValue(checkpoint.root, forKey: checkpoint.size) ?? checkpoint.root
    guard known == checkpoint.root else { throw .forked(size: checkpoint.size) }
    origin = checkpoint.origin
    let deltas = leaf.deltas.filter(claim.counts)
    if !deltas.isEmpty { moving += 1 }
    for delta in deltas {
      if let member = delta.member {
        let counted = Counted(part: delta.part, member: member)
        members[counted] = try sum(members[counted] ?? 0, delta.amount)
      } else {
        amount = try sum(amount, delta.amount)
      }
    }
  }

  private func sum(_ left: Int64, _ right: Int64) throws(NumberVerdict.Refusal) -> Int64 {
    let (sum, overflowed) = left.addingReportingOverflow(right)
    guard !overflowed else { throw .overflow }
    return sum
  }

  func verdict() -> NumberVerdict {
    let things = Int64(members.values.count { $0 > 0 })
    let (total, overflowed) = amount.addingReportingOverflow(things)
    let sizes = roots.keys.sorted()
    var checked: [Verdict.Check] = sizes.map { .checkpointSigned(origin: origin, size: $0) }
    checked += [.leavesDistinct(count: indexes.count)]
    var unchecked: [Verdict.Gap] = [.completeness, .otherViews, .truth]
    if sizes.count == 1 {
      checked.append(.oneTree(size: sizes[0]))
    } else if sizes.count > 1 {
      unchecked.append(.consistency(sizes: sizes))
    }
    var refusal: NumberVerdict.Refusal?
    if overflowed {
      refusal = .overflow
    } else if total != claim.amount {
      refusal = .differs(claimed: claim.amount, sum: total)
    }
    return NumberVerdict(
      refusal: refusal, sum: overflowed ? nil : total, moving: moving, checked: checked,
      unchecked: unchecked)
  }
}
