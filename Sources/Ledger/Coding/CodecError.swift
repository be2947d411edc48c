/// Why bytes are not an entry, or an entry cannot become bytes.
public enum CodecError: Error, Sendable, Hashable {
  /// The bytes are not what the format allows; `offset` counts from the part's first byte.
  case malformed(Malformation, part: Part, offset: Int)
  /// The leaf would be larger than a leaf may be (61,440 bytes).
  case leafTooLarge(bytes: Int, limit: Int)
  /// Lists within lists are deeper than the format allows.
  case valueTooDeep(limit: Int)
  /// The writes of a touch are not in ascending order of their names' bytes, or a name comes twice.
  case writesUnsorted(touch: Int, name: String)
  /// The part is not the one whose hash stands in the leaf.
  case hashDiffers(Part)
  /// The block belongs to an entry with another id.
  case idDiffers
  /// The entry has no sealed write of this name.
  case sealMissing(touch: Int, name: String)
  /// The value is sealed under another subject key.
  case keyDiffers(needed: Int64, given: Int64)
  /// Decryption failed: the key is another one, or the bytes or their place were changed.
  case sealBroken
  /// What was decrypted is not what the leaf commits to.
  case commitmentDiffers

  /// Which byte string the trouble is in.
  public enum Part: Sendable, Hashable {
    /// The public leaf.
    case leaf
    /// The internal block.
    case block
    /// The list of sealed values.
    case sealed
    /// The content of one sealed value, after decryption.
    case plaintext
    /// A value by itself.
    case value
  }

  /// What is wrong with the bytes at the offset named.
  public enum Malformation: Sendable, Hashable {
    /// The bytes end inside an item.
    case truncated
    /// Bytes follow after the end.
    case trailingBytes
    /// A length or number is not in its shortest form (RFC 8949 section 4.2.1).
    case notShortest
    /// An indefinite length, a float, or a simple value other than false, true and null.
    case unsupported
    /// Another kind of item stands where this one belongs.
    case expected(Expectation)
    /// A text is not valid UTF-8.
    case notUTF8
    /// A map's keys, or a list that must be sorted, are out of order or not unique.
    case order
    /// A number is outside the range of its field.
    case outOfRange
    /// A value nests deeper than the limit.
    case tooDeep
    /// A field path names a touch that the entry does not have, or is not a path.
    case badPath
    /// Something is given in a form for which a shorter one is prescribed, or parts do not match.
    case inconsistent
  }

  /// Items that the decoder may look for.
  public enum Expectation: Sendable, Hashable {
    /// An integer that fits in 64 bits with sign.
    case integer
    /// A byte string, of a given length where the format sets one.
    case bytes(Int?)
    /// A text.
    case text
    /// An array, of a given length where the format sets one.
    case array(Int?)
    /// A map, of a given size where the format sets one.
    case map(Int?)
    /// The key of a map's next pair, or a constant text.
    case key(String)
    /// A tag.
    case tag(UInt64)
    /// False or true.
    case truth
    /// Any value of a field.
    case value
  }
}
