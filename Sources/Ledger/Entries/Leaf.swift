public import Programmes
public import Quantities

/// The public part of an entry: what anybody can check, and nothing personal.
public struct Leaf: Sendable, Hashable {
  /// The version of the leaf's format.
  public static let format = 1
  /// The name of the only digest algorithm of format 1.
  public static let algorithm = "sha-256"

  /// The programme's name.
  public let programme: String
  /// The programme's version.
  public let programmeVersion: Int
  /// The kind and its action.
  public let action: String
  /// The code of the unit that did the work.
  public let unit: String
  /// The day of the work in Asia/Shanghai.
  public let on: Day
  /// Who acted.
  public let actor: Pseudonym
  /// What would have refused the entry, had it not happened: codes, ascending; none in nearly all.
  public let marks: [String]
  /// The earlier entry that this one puts right, if it does.
  public let amends: LeafAmendment?
  /// The records changed, the subject first.
  public let touches: [LeafTouch]
  /// The open (P0) facts written, in the order of their paths' encodings.
  public let fields: [LeafField]
  /// SHA-256 of the block.
  public let blockHash: Hash
  /// What the leaf says of the sealed facts, in the order of their paths' encodings.
  public let seals: [LeafSeal]
  /// The movements that are public, in the order of the decision's.
  public let deltas: [LeafDelta]
}

/// Which entry is put right, and how; the reason stands in the block.
public struct LeafAmendment: Sendable, Hashable {
  /// The place of the entry that is put right.
  public let seq: Int64
  /// What is done to it.
  public let manner: Amendment.Manner

  /// An amendment as a leaf tells of it.
  public init(seq: Int64, manner: Amendment.Manner) {
    self.seq = seq
    self.manner = manner
  }
}

/// A record changed by an entry.
public struct LeafTouch: Sendable, Hashable {
  /// The kind's name.
  public let kind: String
  /// What stands for the record.
  public let record: Pseudonym
  /// The record's version that the entry was decided on; 0 for a new record.
  public let base: UInt32
}

/// Which fact an entry wrote: `<touch>.<name>` in text, as in `0.hazards`.
public struct FieldPath: Sendable, Hashable {
  /// The index of the record's change among the entry's.
  public let touch: Int
  /// The field's name.
  public let name: String

  /// A path of a touch of at least 0.
  public init(touch: Int, name: String) {
    precondition(touch >= 0)
    self.touch = touch
    self.name = name
  }

  /// Reads `0.hazards`: digits without leading zeros, a point and a name; `nil` for anything else.
  public init?(_ text: String) {
    var touch = 0
    var digits = 0
    let bytes = text.utf8
    for byte in bytes {
      guard byte != UInt8(ascii: ".") else { break }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      digits += 1
      touch = touch * 10 + Int(byte - UInt8(ascii: "0"))
      // Six digits are more touches than a leaf can hold.
      guard digits <= 6 else { return nil }
    }
    guard digits > 0, digits == decimalDigits(touch), bytes.count > digits + 1 else { return nil }
    self.touch = touch
    self.name = String(bytes.dropFirst(digits + 1)) ?? ""
  }

  /// The order of paths in a leaf: shorter texts first, then bytewise.
  static func precedes(_ left: FieldPath, _ right: FieldPath) -> Bool {
    let leftCount = decimalDigits(left.touch) + left.name.utf8.count
    let rightCount = decimalDigits(right.touch) + right.name.utf8.count
    if leftCount != rightCount { return leftCount < rightCount }
    if left.touch == right.touch {
      return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    return left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }
}

extension FieldPath: CustomStringConvertible {
  /// `0.hazards`.
  public var description: String { "\(touch).\(name)" }
}

/// An open fact written.
public struct LeafField: Sendable, Hashable {
  /// Which fact.
  public let path: FieldPath
  /// Its value.
  public let value: Value
}

/// What a leaf says of a sealed fact.
public struct LeafSeal: Sendable, Hashable {
  /// Which fact.
  public let path: FieldPath
  /// HMAC-SHA256 of the value's canonical CBOR under a random salt of 16 bytes.
  public let commitment: Hash
  /// SHA-256 of the sealed item as stored.
  public let itemHash: Hash
}

/// A movement of a measure that is public.
public struct LeafDelta: Sendable, Hashable {
  /// Programme and measure: `shop-inspection.hazards-open`.
  public let measure: String
  /// The part it is split into, or empty.
  public let part: String
  /// The code of the unit it counts for.
  public let unit: String
  /// The day it counts on.
  public let day: Day
  /// In the measure's smallest step.
  public let amount: Int64
  /// What stands for the record whose ceiling or floor it is held against.
  public let owner: Pseudonym?
  /// What stands for the thing counted, for a distinct count.
  public let member: Pseudonym?
}
