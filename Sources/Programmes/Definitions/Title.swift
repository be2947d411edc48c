/// The language of a text for people.
public enum Language: String, Sendable, Hashable, CaseIterable {
  case zh
  case en
}

/// A name for people, in Chinese and English.
public struct Title: Sendable, Hashable {
  /// Chinese.
  public let zh: String
  /// English.
  public let en: String

  /// Both languages at once; neither may stay empty in a definition.
  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// The text in one language.
  public func text(in language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}
