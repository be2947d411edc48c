import Reading

/// What a wording means, as far as can be told: the concept and how it is defined.
///
/// Two wordings are the same when all is equal. They are related when only the concept is: then
/// what is measured has changed its definition.
struct Definition: Hashable {
  /// A family of indicators, an indicator's id, or the bare wording.
  let concept: String
  /// The indicator's id or the wording, with the scopes named beside it.
  let variant: String
  /// The lexicon's id.
  let id: String?

  static func == (left: Definition, right: Definition) -> Bool {
    left.concept == right.concept && left.variant == right.variant
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(concept)
    hasher.combine(variant)
  }
}

/// Gives wordings their definitions.
struct Definer {
  let lexicon: Lexicon
  private let known: [String: KnownIndicator]

  init(lexicon: Lexicon) {
    self.lexicon = lexicon
    known = Dictionary(
      lexicon.indicators.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The indicator with this id.
  func indicator(_ id: String?) -> KnownIndicator? { id.flatMap { known[$0] } }

  /// All wordings of an indicator.
  func names(_ definition: Definition?) -> [String] {
    guard let id = definition?.id else { return [] }
    return (indicator(id)?.names ?? [])
      + Concepts.knownAs.filter { $0.value == id }.map(\.key).sorted()
  }

  /// What a wording means: two definitions for names such as 城乡居民收入, none for what is too
  /// general to be compared.
  func definitions(of name: String, id: String?) -> [Definition] {
    let bare = Self.bare(name)
    if let both = Concepts.both.first(where: { $0.names.contains(bare) }) {
      return both.ids.map { known(as: $0, scopes: [], name: bare) }
    }
    return definition(of: bare, id: id).map { [$0] } ?? []
  }

  private func definition(of bare: String, id: String?) -> Definition? {
    if let id { return known(as: id, scopes: scopes(in: bare, id: id), name: bare) }
    let forms = Self.forms(of: bare)
    for form in forms {
      if let found = find(form) { return found }
    }
    let begins = forms.last?.hasPrefix("…") == true
    let core = begins ? String(forms.last?.dropFirst() ?? "") : forms.last ?? bare
    if let family = Concepts.familyWordings[core]
      ?? Concepts.familyEndings.first(where: {
        core.hasSuffix($0.ending)
      })?.family
    {
      return Definition(concept: family, variant: core, id: nil)
    }
    guard core.unicodeScalars.count >= 3, !Concepts.generic.contains(core) else { return nil }
    return Definition(concept: begins ? "…\(core)" : "\"\(core)", variant: "", id: nil)
  }

  private func find(_ name: String) -> Definition? {
    if let id = lexicon.indicator(named: name)?.id ?? Concepts.knownAs[name] {
      return known(as: id, scopes: scopes(in: name, id: id), name: name)
    }
    // `区本级全社会固定资产投资额` is known once its scopes are taken off, one after the other.
    var rest = name
    var found: [String] = []
    let all = Concepts.scopes + ["全社会", "500万元以上", "规模以上", "规上", "限额以上", "全部"]
    while let scope = all.first(where: { rest.hasPrefix($0) }) {
      rest = String(rest.dropFirst(scope.count))
      found.append(scope)
      guard let id = lexicon.indicator(named: rest)?.id else { continue }
      return known(as: id, scopes: found + scopes(in: rest, id: id), name: name)
    }
    return nil
  }

  private func known(as id: String, scopes: [String], name: String) -> Definition {
    let family = Concepts.families.first { $0.ids.contains(id) }?.name
    let same = Set(scopes.map { Concepts.sameScope[$0] ?? $0 }).sorted()
    return Definition(
      concept: family ?? id, variant: ([id] + same).joined(separator: "+"), id: id)
  }

  private func scopes(in name: String, id: String) -> [String] {
    var rest = name
    var found: [String] = []
    for scope in (Concepts.ownScopes[id] ?? []) + Concepts.scopes {
      guard let range = rest.firstRange(of: scope) else { continue }
      found.append(scope)
      rest.removeSubrange(range)
    }
    return found
  }

  /// Without blanks, quotation marks and closing words of growth.
  static func bare(_ name: String) -> String {
    let marks: Set<Character> = [" ", "\n", "\r\n", "\t", "“", "”", "‘", "’", "\"", "《", "》"]
    var bare = name.filter { !marks.contains($0) }
    for word in Concepts.growths where bare.hasSuffix(word) && bare.count > word.count + 2 {
      bare = String(bare.dropLast(word.count))
      break
    }
    return bare
  }

  /// The wording, then the wording with less and less around it; the last is the core, with `…`
  /// before it when a verb says that it was only begun.
  private static func forms(of bare: String) -> [String] {
    var forms = [bare]
    var rest = bare
    var isBegun = false
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for word in Concepts.begins + Concepts.makes + Concepts.leads
      where rest.hasPrefix(word) && rest.count >= word.count + 2 {
        if Concepts.begins.contains(word) { isBegun = true }
        rest = String(rest.dropFirst(word.count))
        forms.append(rest)
        hasChanged = true
        break
      }
    }
    // `建华路、根河路等背街巷道`: what is counted is the kind, the rest are examples of it.
    if rest.contains("、"), let last = rest.lastIndex(of: "等") {
      let kind = String(rest[rest.index(after: last)...])
      let verb = rest.hasPrefix("改造") ? "改造" : ""
      if kind.count >= 2 {
        rest = verb + kind
        forms.append(rest)
      }
    }
    hasChanged = true
    while hasChanged {
      hasChanged = false
      for word in Concepts.tails where rest.hasSuffix(word) && rest.count >= word.count + 2 {
        rest = String(rest.dropLast(word.count))
        forms.append(rest)
        hasChanged = true
        break
      }
    }
    // `改造老旧小区` is `老旧小区改造`.
    if rest.hasPrefix("改造"), rest.count > 4 { forms.append(String(rest.dropFirst(2)) + "改造") }
    if isBegun, let core = forms.last { forms.append("…" + core) }
    return forms
  }
}
