internal import Programmes

/// One encrypted value as stored: its level, the number of its subject key, and the box.
struct SealedItem {
  let level: Level
  let keyNumber: Int64
  /// Nonce (12 bytes), ciphertext and tag (16 bytes) of AES-256-GCM.
  let box: [UInt8]

  /// What the encryption is bound to: the entry, the level and the field, so that a box opens
  /// nowhere else and never under a laxer level.
  static func binding(entry: EntryID, level: Level, path: FieldPath) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(40)
    append(entry, to: &bytes)
    bytes.append(level.rawValue)
    bytes.append(contentsOf: path.description.utf8)
    return bytes
  }

  /// Encrypts a value and commits to it.
  static func seal(
    _ write: Write, entry: EntryID, path: FieldPath, key: SubjectKey,
    entropy: inout some RandomNumberGenerator
  ) throws(CodecError) -> (item: [UInt8], commitment: Hash) {
    precondition(write.level.isSealed)
    let salt = randomBytes(EntryCodec.saltByteCount, from: &entropy)
    let nonce = randomBytes(sealNonceByteCount, from: &entropy)
    let value = try ValueCodec.encode(write.value)
    var plaintext = CBORWriter(capacity: value.count + 18)
    plaintext.array(2)
    plaintext.byteString(salt)
    plaintext.encoded(value)
    let box = Ledger.seal(
      plaintext.bytes, under: key.key,
      binding: binding(entry: entry, level: write.level, path: path), nonce: nonce)
    var item = CBORWriter(capacity: box.count + 12)
    item.array(3)
    item.integer(Int64(write.level.rawValue))
    item.integer(key.number)
    item.byteString(box)
    return (item.bytes, Opening(salt: salt, value: write.value, encoded: value).commitment)
  }

  /// Reads the list of sealed items, with the hash of each as stored.
  static func list(_ bytes: [UInt8]) throws(CodecError) -> [(item: SealedItem, hash: Hash)] {
    var reader = CBORReader(bytes, part: .sealed)
    var items: [(SealedItem, Hash)] = []
    for _ in 0..<(try reader.array(nil)) {
      let start = reader.offset
      _ = try reader.array(3)
      let levelOffset = reader.offset
      let number = try reader.integer(as: UInt8.self, atLeast: 0)
      guard let level = Level(rawValue: number), level.isSealed else {
        throw reader.malformed(.outOfRange, at: levelOffset)
      }
      let keyNumber = try reader.integer()
      let item = SealedItem(
        level: level, keyNumber: keyNumber, box: try reader.byteString(nil))
      items.append((item, .sha256(reader.slice(from: start))))
    }
    try reader.finish()
    return items
  }

  /// Decrypts the box.
  func open(entry: EntryID, path: FieldPath, key: SubjectKey) throws(CodecError) -> Opening {
    guard key.number == keyNumber else {
      throw .keyDiffers(needed: keyNumber, given: key.number)
    }
    let binding = Self.binding(entry: entry, level: level, path: path)
    guard let plaintext = unseal(box, under: key.key, binding: binding) else {
      throw .sealBroken
    }
    var reader = CBORReader(plaintext, part: .plaintext)
    _ = try reader.array(2)
    let salt = try reader.byteString(EntryCodec.saltByteCount)
    let start = reader.offset
    let value = try reader.value()
    try reader.finish()
    return Opening(salt: salt, value: value, encoded: reader.slice(from: start))
  }
}
