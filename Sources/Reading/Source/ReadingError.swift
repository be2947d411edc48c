/// Why a text cannot be read at all.
///
/// Only the bytes can fail: whatever is written in well-formed UTF-8 is read.
public enum ReadingError: Error, Sendable, Hashable {
  /// The byte at `offset` does not belong to UTF-8; `looksLikeGB18030` when the rest of the text
  /// would be well-formed in the Chinese national encoding.
  case notUTF8(offset: Int, looksLikeGB18030: Bool)
  /// A zero byte, which no text contains: the file is binary or damaged.
  case nulByte(offset: Int)
  /// Nothing but white space.
  case empty
  /// Larger than byte offsets of 32 bits can hold.
  case tooLarge(byteCount: Int)

  /// What is wrong, where, and how to mend it, in English.
  public var message: String {
    switch self {
    case .notUTF8(let offset, true):
      """
      byte \(offset) is not UTF-8; the text looks like GB18030 or GBK. \
      Convert it first: iconv -f GB18030 -t UTF-8 IN > OUT
      """
    case .notUTF8(let offset, false):
      "byte \(offset) is not UTF-8. Save the text as UTF-8, or check that the file is a text at all"
    case .nulByte(let offset):
      "zero byte at offset \(offset): the file is binary, UTF-16 or damaged. Save it as UTF-8 text"
    case .empty:
      "the text is empty. Check that the page was saved with its content"
    case .tooLarge(let byteCount):
      "\(byteCount) bytes are more than the \(Int32.max) that can be read. Split the file"
    }
  }

  /// The same in Chinese.
  public var chineseMessage: String {
    switch self {
    case .notUTF8(let offset, true):
      "第 \(offset) 字节不是 UTF-8，看起来是 GB18030 或 GBK。请先转换：iconv -f GB18030 -t UTF-8 原文件 > 新文件"
    case .notUTF8(let offset, false):
      "第 \(offset) 字节不是 UTF-8。请将文本另存为 UTF-8，或确认该文件确实是文本"
    case .nulByte(let offset):
      "第 \(offset) 字节为零字节：文件是二进制、UTF-16 或已损坏。请另存为 UTF-8 文本"
    case .empty:
      "文本为空。请确认网页内容已保存"
    case .tooLarge(let byteCount):
      "文件有 \(byteCount) 字节，超过上限 \(Int32.max)。请拆分文件"
    }
  }
}

extension ReadingError: CustomStringConvertible {
  /// The English message.
  public var description: String { message }
}
