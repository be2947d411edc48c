import Quantities

/// Reads a field: `licence: { type: credit-code, level: P0, title: … }`.
enum FieldReader {
  static let keys = [
    "type", "of", "choice", "record", "places", "min", "max", "long", "level", "required", "title",
  ]

  static let typeNames = [
    "text", "integer", "decimal", "money", "date", "time", "choice", "yes-no", "list", "place",
    "identity-number", "credit-code", "phone", "unit", "record",
  ]

  /// 2,000: a remark; what is longer is a document and says so by `long: yes`.
  static let textMax = 2_000
  /// 400,000: a work report with all its tables.
  static let longTextMax = 400_000

  static func read(_ entry: Node.Entry, in kind: String, errors: ErrorList) -> FieldDraft? {
    let what = "field \"\(entry.key)\" of \(kind)"
    guard let section = Section(entry.value, what: what, keys: keys, errors: errors),
      let field = field(entry, section, what: what, isDerived: false)
    else { return nil }
    return FieldDraft(field: field, position: entry.position)
  }

  /// A field of a list's items, which may be called "unit", since an item has no unit of its own.
  private static func readItem(
    _ entry: Node.Entry, in list: String, errors: ErrorList
  ) -> FieldDraft? {
    let what = "field \"\(entry.key)\" of \(list)"
    guard let section = Section(entry.value, what: what, keys: keys, errors: errors),
      let field = field(entry, section, what: what, isDerived: false, allowed: ["unit"])
    else { return nil }
    return FieldDraft(field: field, position: entry.position)
  }

  static func field(
    _ entry: Node.Entry, _ section: Section, what: String, isDerived: Bool,
    allowed: Set<String> = []
  ) -> Field? {
    if Name.reserved.contains(entry.key), !allowed.contains(entry.key) {
      section.errors.report(
        entry.position, "\"\(entry.key)\" has a meaning of its own in expressions",
        "call the field otherwise, such as \"\(entry.key)-of-record\"")
    }
    return Field(
      name: entry.key, title: section.title("title"), type: type(section, what: what),
      level: level(section), isRequired: section.truth("required"), isDerived: isDerived)
  }

  /// P1 unless given; P4 is refused, because a secret must never be entered.
  static func level(_ section: Section) -> Level {
    guard let scalar = section.scalar("level") else { return .staff }
    switch scalar.text {
    case "P0": return .open
    case "P1": return .staff
    case "P2": return .personal
    case "P3": return .sensitive
    case "P4":
      section.errors.report(
        scalar.position, "\(section.what) is P4, a state or work secret",
        "remove it: secrets must never be entered into this system")
    default:
      section.errors.report(
        scalar.position, "\(section.what) has the level \"\(scalar.text)\"",
        "write P0 (public), P1 (internal), P2 (personal) or P3 (sensitive)")
    }
    return .staff
  }

  private static func typeName(_ section: Section) -> Located? {
    if let scalar = section.scalar("type") { return scalar }
    for key in ["choice", "record"] where section.has(key) {
      return Located(text: key, position: section.position, isQuoted: false)
    }
    if section.has("of") {
      return Located(text: "list", position: section.position, isQuoted: false)
    }
    if !section.has("type") {
      section.errors.report(
        section.position, "\(section.what) has no type", "add type: text, or another type")
    }
    return nil
  }

  private static func type(_ section: Section, what: String) -> FieldType {
    guard let name = typeName(section) else { return .broken }
    checkKeys(section, type: name.text)
    let min = section.integer("min", in: Int64.min...Int64.max)
    let max = section.integer("max", in: Int64.min...Int64.max)
    if let min, let max, min > max {
      section.errors.report(section.position, "min of \(what) is above max", "exchange them")
    }
    switch name.text {
    case "text":
      let isLong = section.truth("long")
      let limit = Int64(isLong ? longTextMax : textMax)
      let length = section.integer("max", in: 1...limit) ?? limit
      return .text(max: Int(length), isLong: isLong)
    case "integer": return .integer(min: min, max: max)
    case "money": return .money(min: min, max: max)
    case "decimal":
      if !section.has("places") {
        section.errors.report(
          section.position, "\(what) is a decimal without places", "add places: 2")
      }
      let places = section.integer("places", in: 1...9) ?? 9
      return .decimal(places: UInt8(places), min: min, max: max)
    case "date": return .date
    case "time": return .time
    case "yes-no": return .truth
    case "place": return .place
    case "identity-number": return .identityNumber
    case "credit-code": return .creditCode
    case "phone": return .phone
    case "unit": return .unit
    case "choice": return choice(section, what: what)
    case "list": return list(section, what: what)
    case "record": return record(section, what: what)
    default:
      section.errors.report(
        name.position, "\(what) has the unknown type \"\(name.text)\"",
        Suggestion.remedy(for: name.text, among: typeNames, otherwise: ""))
      return .broken
    }
  }

  /// A key that does not go with the type would be read as if it did something.
  private static func checkKeys(_ section: Section, type: String) {
    let allowed: [String: [String]] = [
      "places": ["decimal"], "min": ["integer", "decimal", "money"],
      "max": ["integer", "decimal", "money", "text"], "long": ["text"], "of": ["list"],
      "choice": ["choice"], "record": ["record"],
    ]
    for (key, types) in allowed.sorted(by: { $0.key < $1.key }) where !types.contains(type) {
      guard let position = section.keyPosition(key) else { continue }
      section.errors.report(
        position, "\"\(key)\" does not go with the type \(type)",
        "remove it, or use the type \(types.joined(separator: ", "))")
    }
  }

  private static func record(_ section: Section, what: String) -> FieldType {
    guard let kind = section.scalar("record") else {
      if !section.has("record") {
        section.errors.report(section.position, "\(what) names no kind", "add record: premises")
      }
      return .broken
    }
    return .record(kind: kind.text)
  }

  private static func list(_ section: Section, what: String) -> FieldType {
    guard section.has("of") else {
      section.errors.report(
        section.position, "\(what) is a list of nothing", "add of: { kind: { type: text, … } }")
      return .broken
    }
    var fields: [Field] = []
    for entry in section.named("of") {
      guard let draft = readItem(entry, in: what, errors: section.errors) else { continue }
      if case .list = draft.field.type {
        section.errors.report(
          draft.position, "a list within a list", "make the inner list a case of its own")
        continue
      }
      if case .mapping(let keys) = entry.value.content,
        let level = keys.first(where: { $0.key == "level" })
      {
        section.errors.report(
          level.position, "a list's items share the level of the list",
          "give the level to the list, or make the personal part a field of its own")
      }
      fields.append(draft.field)
    }
    return .list(fields)
  }

  private static func choice(_ section: Section, what: String) -> FieldType {
    guard let node = section.node("choice") else {
      section.errors.report(section.position, "\(what) has no options", "add choice: [a, b]")
      return .broken
    }
    var choices: [Choice] = []
    func add(_ name: String, _ title: Title, _ position: Position) {
      let isProper = (1...40).contains(name.unicodeScalars.count)
      if !isProper || name.unicodeScalars.contains(where: isControl) {
        section.errors.report(
          position, "an option of \(what) has no proper name", "use 1 to 40 letters")
      } else if choices.contains(where: { $0.name == name }) {
        section.errors.report(position, "the option \"\(name)\" stands twice", "keep one of them")
      } else {
        choices.append(Choice(name: name, title: title))
      }
    }
    switch node.content {
    case .sequence(let nodes):
      for option in nodes.compactMap({ $0.scalar(what: "each option", errors: section.errors) }) {
        add(option.text, Title(zh: option.text, en: option.text), option.position)
      }
    case .mapping(let entries):
      for entry in entries {
        let what = "option \"\(entry.key)\""
        add(entry.key, Title.read(entry.value, what: what, errors: section.errors), entry.position)
      }
    case .scalar:
      section.errors.report(node.position, "the options of \(what) are no list", "write [a, b]")
    }
    return choices.isEmpty ? .broken : .choice(choices)
  }
}
