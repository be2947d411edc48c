/// The keys of a log one after another: each change is announced by the key that goes, so that who
/// trusts an earlier key can follow.
public struct KeyHistory: Sendable {
  /// The key in force.
  public let current: VerifierKey
  /// The keys before it, oldest first, with the size up to which each signed.
  private let retired: [(key: VerifierKey, through: Int64)]

  /// A log whose key has never changed.
  public init(_ key: VerifierKey) {
    self.current = key
    self.retired = []
  }

  /// Follows a log from a key that is trusted; `changes` are announcements, one after another.
  ///
  /// Those from before the trusted key are passed over.
  ///
  /// - Throws: `KeyChangeError`.
  public init(trusting key: VerifierKey, changes: [UInt8]) throws(KeyChangeError) {
    var current = key
    var retired: [(key: VerifierKey, through: Int64)] = []
    var isFollowing = false
    for (index, note) in try Self.split(changes).enumerated() {
      let change = try SigningKeyChange(note, number: index + 1)
      if !isFollowing, change.old.description != current.description { continue }
      guard change.old.description == current.description,
        change.size >= retired.last?.through ?? 0
      else { throw .broken(number: index + 1) }
      isFollowing = true
      retired.append((current, change.size))
      current = change.new
    }
    self.current = current
    self.retired = retired
  }

  /// The whole history, from the first key that was announced to be changed.
  ///
  /// - Throws: `KeyChangeError`; `.broken` if it does not end with `key`.
  public init(endingWith key: VerifierKey, changes: [UInt8]) throws(KeyChangeError) {
    guard let first = try Self.split(changes).first else {
      self.init(key)
      return
    }
    try self.init(trusting: SigningKeyChange(first, number: 1).old, changes: changes)
    guard current.description == key.description else { throw .broken(number: 0) }
  }

  /// The name of all of them: the log's origin.
  public var name: String { current.name }

  /// The key that a checkpoint of this log is to be held against: the newest that is said to have
  /// signed it and may have, else the one in force.
  public func key(for note: SignedNote) -> VerifierKey {
    let size = (try? Checkpoint(parsing: note.text))?.size ?? .max
    let may = retired.filter { size <= $0.through }.map(\.key)
    return ([current] + may.reversed()).first { key in
      note.signatures.contains { $0.keyID == key.id && sameBytes($0.name, key.name) }
    } ?? current
  }

  /// The checkpoint of a note, if a key of the log signed it while it was in force.
  ///
  /// - Throws: as `Checkpoint.verified`.
  public func verified(_ note: SignedNote) throws(NoteError) -> Checkpoint {
    try Checkpoint.verified(note, by: key(for: note))
  }

  private static func split(_ bytes: [UInt8]) throws(KeyChangeError) -> [SignedNote] {
    let header = Array((SigningKeyChange.header + "\n").utf8)
    var notes: [[UInt8]] = []
    for line in bytes.split(separator: newline, omittingEmptySubsequences: false) {
      let whole = Array(line) + [newline]
      if whole == header { notes.append([]) }
      guard !notes.isEmpty else {
        if line.isEmpty { continue }
        throw .malformed(number: 1)
      }
      notes[notes.count - 1] += whole
    }
    // What follows the last line end is not a line.
    if let last = notes.popLast() { notes.append(Array(last.dropLast())) }
    var read: [SignedNote] = []
    for (index, note) in notes.enumerated() {
      guard let note = try? SignedNote(parsing: note) else { throw .malformed(number: index + 1) }
      read.append(note)
    }
    return read
  }
}

/// The announcement that a log's key changes, signed by the key that goes and the one that comes.
public struct SigningKeyChange: Sendable {
  /// The key that goes.
  public let old: VerifierKey
  /// The key that comes.
  public let new: VerifierKey
  /// Leaves in the last tree that the old key signs.
  public let size: Int64
  /// That tree's root.
  public let root: Hash

  /// The first line; no checkpoint has it, since no log has a name with spaces.
  static let header = "luoshi key change v1"

  /// Reads an announcement and checks both signatures; `number` names it in what is thrown.
  init(_ note: SignedNote, number: Int) throws(KeyChangeError) {
    let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 7, lines[0] == Self.header, lines[6].isEmpty,
      let size = decimalNumber(lines[2].utf8),
      let rootBytes = Base64.decode(String(lines[3])), let root = Hash(bytes: rootBytes),
      let old = try? VerifierKey(String(lines[4])), let new = try? VerifierKey(String(lines[5])),
      sameBytes(old.name, String(lines[1])), sameBytes(new.name, old.name)
    else { throw .malformed(number: number) }
    do {
      try note.verify(by: old)
      try note.verify(by: new)
    } catch {
      throw .unsigned(number: number)
    }
    self.old = old
    self.new = new
    self.size = size
    self.root = root
  }

  /// An announcement at the last checkpoint that the old key has signed.
  ///
  /// - Throws: `NoteError.badText` never.
  public static func announced(
    from old: NoteSigner, to new: NoteSigner, at last: Checkpoint
  ) throws(NoteError) -> SignedNote {
    let text = """
      \(header)
      \(last.origin)
      \(last.size)
      \(last.root.base64)
      \(old.verifierKey)
      \(new.verifierKey)

      """
    return try old.sign(text).adding(new.sign(text).signatures)
  }
}

/// Why a log's keys cannot be followed; announcements count from 1.
public enum KeyChangeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It is no announcement.
  case malformed(number: Int)
  /// It is not signed by both keys.
  case unsigned(number: Int)
  /// It does not follow the one before, or the last does not lead to the key in force.
  case broken(number: Int)

  /// What is wrong with which announcement.
  public var description: String {
    switch self {
    case .malformed(let number): "announcement \(number) is not one of a change of key"
    case .unsigned(let number): "announcement \(number) is not signed by both keys"
    case .broken(0): "the announcements do not lead to the key in force"
    case .broken(let number): "announcement \(number) does not follow the one before"
    }
  }
}
