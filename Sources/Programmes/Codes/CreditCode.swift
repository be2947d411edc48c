/// A unified social credit code (GB 32100-2015): 17 characters and a check character.
public struct CreditCode: Sendable, Hashable {
  /// 18 characters in upper case.
  public let text: String

  /// Why a text is no credit code.
  public enum Fault: Error, Sendable, Hashable {
    case length
    /// This character is not in the code's alphabet, which leaves out I, O, S, V and Z.
    case character(Character)
    case checksum
  }

  /// Checks length, alphabet and check character, in this order.
  public init(checking text: String) throws(Fault) {
    let upper = text.uppercased()
    guard upper.utf8.count == 18, upper.count == 18 else { throw .length }
    var sum = 0
    var weight = 1
    var last = 0
    for (index, character) in upper.enumerated() {
      guard let value = Self.alphabet.firstIndex(of: character) else {
        throw .character(character)
      }
      last = value
      guard index < 17 else { continue }
      sum += value * weight
      weight = weight * 3 % 31
    }
    guard last == (31 - sum % 31) % 31 else { throw .checksum }
    self.text = upper
  }

  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
}
