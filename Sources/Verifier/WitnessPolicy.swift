public import Ledger

/// Which witnesses are trusted, and how many of them must have cosigned a checkpoint.
public struct WitnessPolicy: Sendable, Hashable {
  /// One witness.
  public struct Member: Sendable, Hashable {
    /// Its public key.
    public let key: WitnessKey
    /// Where it is asked; `nil` for who only checks.
    public let address: String?

    /// A witness by its key.
    public init(key: WitnessKey, address: String?) {
      self.key = key
      self.address = address
    }
  }

  /// The witnesses.
  public let members: [Member]
  /// How many must have cosigned.
  public let quorum: Int

  /// A policy of different witnesses, of which `quorum` must have cosigned.
  ///
  /// - Throws: `WitnessPolicyError.repeated`, `quorum`.
  public init(members: [Member], quorum: Int) throws(WitnessPolicyError) {
    for (index, member) in members.enumerated()
    where members[..<index].contains(where: { $0.key == member.key }) {
      throw .repeated(member.key.name)
    }
    guard (0...members.count).contains(quorum) else {
      throw .quorum(quorum, members: members.count)
    }
    self.members = members
    self.quorum = quorum
  }

  /// Reads a policy.
  ///
  /// A line `<key> [<address>]` for each witness, `quorum <number>` once, `#` before remarks.
  /// Without a quorum all must have cosigned.
  ///
  /// - Throws: `WitnessPolicyError`.
  public init(parsing text: String) throws(WitnessPolicyError) {
    var members: [Member] = []
    var quorum: Int?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      if first == "quorum" {
        guard words.count == 2, quorum == nil, let number = Int(words[1]) else {
          throw .line(index + 1)
        }
        quorum = number
        continue
      }
      guard words.count <= 2, let key = try? WitnessKey(String(first)) else {
        throw .line(index + 1)
      }
      members.append(Member(key: key, address: words.count == 2 ? String(words[1]) : nil))
    }
    try self.init(members: members, quorum: quorum ?? members.count)
  }

  /// What the witnesses said of a checkpoint.
  public struct Result: Sendable, Hashable {
    /// Who cosigned, and when, in seconds since 1970.
    public let seen: [Seen]
    /// Whose cosignature is there and does not verify.
    public let broken: [String]
    /// How many must have cosigned.
    public let quorum: Int

    /// Whether enough have.
    public var isMet: Bool { broken.isEmpty && seen.count >= quorum }
  }

  /// That a witness cosigned.
  public struct Seen: Sendable, Hashable {
    /// Which witness.
    public let name: String
    /// When, in seconds since 1970.
    public let seconds: Int64
  }

  /// Looks for the witnesses' cosignatures under a note.
  public func check(_ note: SignedNote) -> Result {
    var seen: [Seen] = []
    var broken: [String] = []
    for member in members {
      do {
        if let seconds = try member.key.time(in: note) {
          seen.append(Seen(name: member.key.name, seconds: seconds))
        }
      } catch {
        broken.append(member.key.name)
      }
    }
    return Result(seen: seen, broken: broken, quorum: quorum)
  }
}

/// Why a policy of witnesses cannot be used.
public enum WitnessPolicyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A line is neither a witness nor a quorum; from 1.
  case line(Int)
  /// A witness is named twice, and would count twice.
  case repeated(String)
  /// More are asked for than there are, or fewer than none.
  case quorum(Int, members: Int)

  /// What is wrong, and what to write.
  public var description: String {
    switch self {
    case .line(let line):
      "line \(line) is neither `<witness key> [<address>]` nor `quorum <number>`"
    case .repeated(let name): "the witness \(name) is named twice"
    case .quorum(let quorum, let members):
      "a quorum of \(quorum) cannot be met by \(members) witnesses"
    }
  }
}
