import Quantities

extension Refusal {
  /// A stable name for programs: never reused, never renamed.
  public var code: String {
    switch self {
    case .busy: "busy"
    case .idReused: "request.id-reused"
    case .programmeUnknown: "programme.unknown"
    case .actionUnknown: "action.unknown"
    case .unitUnknown: "unit.unknown"
    case .unitEnded: "unit.ended"
    case .dayOutOfRange: "day.out-of-range"
    case .recordUnknown: "record.unknown"
    case .recordExists: "record.exists"
    case .recordOfOtherKind: "record.other-kind"
    case .roleMissing: "role.missing"
    case .stale: "record.stale"
    case .wrongState: "record.wrong-state"
    case .fieldUnknown: "field.unknown"
    case .fieldMissing: "field.missing"
    case .fieldInvalid: "field.invalid"
    case .conditionFailed: "condition.failed"
    case .keyTaken: "key.taken"
    case .ceilingReached: "ceiling.reached"
    case .floorPassed: "floor.passed"
    case .overflow: "number.overflow"
    case .periodClosed: "period.closed"
    case .unitUnchangeable: "unit.unchangeable"
    case .entryUnknown: "entry.unknown"
    case .notAmendable: "entry.not-amendable"
    case .laterEntry: "entry.later"
    case .tooLarge: "entry.too-large"
    }
  }

  /// The HTTP status of the answer.
  public var httpStatus: Int {
    switch self {
    case .busy: 503
    case .programmeUnknown, .actionUnknown, .recordUnknown, .entryUnknown: 404
    case .roleMissing: 403
    case .idReused, .recordExists, .stale, .wrongState, .keyTaken, .ceilingReached, .floorPassed,
      .periodClosed, .unitUnchangeable, .notAmendable, .laterEntry:
      409
    case .tooLarge: 413
    case .unitUnknown, .unitEnded, .dayOutOfRange, .recordOfOtherKind, .fieldUnknown, .fieldMissing,
      .fieldInvalid, .conditionFailed, .overflow:
      422
    }
  }

  /// What happened, where, and how to mend it, for a person.
  ///
  /// With the programmes and the action's path (`inspection.inspect`) fields, kinds and states are
  /// called by their titles; without them by their names.
  public func message(
    in language: Language, naming set: ProgrammeSet?, action: String?
  ) -> String {
    let words = RefusalWords(language: language, set: set, action: action)
    return switch language {
    case .zh: chinese(words)
    case .en: english(words)
    }
  }

  private func english(_ words: RefusalWords) -> String {
    switch self {
    case .busy(let seconds):
      "The system is busy. Try again in \(seconds) seconds; nothing was recorded."
    case .idReused(let seq):
      "This number was used for another entry (\(seq)). Send the new content under a new number."
    case .programmeUnknown(let name):
      "There is no programme \"\(name)\" here. Reload the page and choose it from the list."
    case .actionUnknown(_, let action):
      "There is no action \"\(action)\" in this programme. Reload the page and try again."
    case .unitUnknown(let code):
      "The unit \(code) does not exist on that day. Check the unit and the date."
    case .unitEnded(let code, let last, let successor):
      "The unit \(code) ended on \(last). "
        + (successor.map { "Choose \($0), which took over from it." } ?? "Choose another unit.")
    case .dayOutOfRange(let day):
      "\(day) cannot be the day of the work: it is in the future or too long ago. Correct the date."
    case .recordUnknown(let kind, let id):
      "The \(words.kind(kind)) with the number \(id) was not found. Look it up and choose it again."
    case .recordExists(let kind, let id):
      "A \(words.kind(kind)) with the number \(id) exists already. Open it instead of a new one."
    case .recordOfOtherKind(let expected, let found):
      "A \(words.kind(expected)) is needed, but this is a \(words.kind(found)). Choose another."
    case .roleMissing(let needed):
      "You may not do this here; it needs \(words.roles(needed)). Ask whoever manages your account."
    case .stale(let kind, _, _):
      "Somebody else changed this \(words.kind(kind)) since you opened it. "
        + "Reload it, compare, and send again."
    case .wrongState(let kind, let state, let needed):
      "This \(words.kind(kind)) is \"\(words.state(state, kind))\"; the action is for "
        + "\(words.states(needed, kind)). Reload the page to see what can be done now."
    case .fieldUnknown(let path):
      "The action does not take \"\(words.field(path))\". Leave it out."
    case .fieldMissing(let path): "\"\(words.field(path))\" is missing. Please fill it in."
    case .fieldInvalid(let path, let reason, _): "\"\(words.field(path))\" \(reason)."
    case .conditionFailed(_, let en): en
    case .keyTaken(let key, _):
      "Another record has the same \(words.key(key)). Look it up; perhaps it is the one you mean."
    case .ceilingReached(let measure, let limit):
      "Full: \(words.measure(measure)) has reached its limit of "
        + "\(words.amount(limit, measure)). Choose another."
    case .floorPassed(let measure, let limit):
      "Not enough left: \(words.measure(measure)) may not fall below "
        + "\(words.amount(limit, measure)). Enter less."
    case .overflow(let name):
      "The numbers in \(words.field(name)) are too large. Check the figures."
    case .periodClosed(let unit, let month):
      "\(unit) has closed \(month); its numbers are published. Ask whoever may close months there "
        + "to amend the entry or to reopen the month."
    case .unitUnchangeable(_, let en): en
    case .entryUnknown(let seq): "There is no entry \(seq). Check the number of the entry."
    case .notAmendable(_, _, let en): en
    case .laterEntry(let seq, let refusal):
      "Entry \(seq) rests on this one and could not stand: "
        + refusal.message(in: .en, naming: words.set, action: nil)
        + " Put that entry right first."
    case .tooLarge(let bytes, let limit):
      "The entry has \(bytes) bytes; \(limit) are allowed. Shorten texts or split the entry."
    }
  }

  private func chinese(_ words: RefusalWords) -> String {
    switch self {
    case .busy(let seconds): "系统繁忙，本次未登记，请\(seconds)秒后再试。"
    case .idReused(let seq): "该提交编号已用于另一条登记（序号\(seq)），请用新编号重新提交。"
    case .programmeUnknown(let name): "没有名为“\(name)”的业务，请刷新页面后从列表中选择。"
    case .actionUnknown(_, let action): "该业务没有“\(action)”这一操作，请刷新页面后重试。"
    case .unitUnknown(let code): "单位“\(code)”在该日不存在，请核对单位和日期。"
    case .unitEnded(let code, let last, let successor):
      "单位“\(code)”已于\(last)撤销，" + (successor.map { "请改选接管它的“\($0)”。" } ?? "请另选单位。")
    case .dayOutOfRange(let day): "工作日期\(day)在今天之后或过于久远，请更正日期。"
    case .recordUnknown(let kind, let id): "没有找到编号为\(id)的\(words.kind(kind))，请重新查找并选择。"
    case .recordExists(let kind, let id): "编号为\(id)的\(words.kind(kind))已经存在，请直接打开，不要重复新建。"
    case .recordOfOtherKind(let expected, let found):
      "此处需要\(words.kind(expected))，而所选的是\(words.kind(found))，请重新选择。"
    case .roleMissing(let needed):
      "您在该单位没有权限，需要：\(words.roles(needed))。请联系账号管理员。"
    case .stale(let kind, _, _): "您打开之后，该\(words.kind(kind))已被他人修改，请刷新、核对后再提交。"
    case .wrongState(let kind, let state, let needed):
      "该\(words.kind(kind))目前是“\(words.state(state, kind))”，此操作适用于\(words.states(needed, kind))。"
        + "请刷新页面查看现在可做的操作。"
    case .fieldUnknown(let path): "此操作不接受“\(words.field(path))”，请去掉这一项。"
    case .fieldMissing(let path): "缺“\(words.field(path))”，请补填。"
    case .fieldInvalid(let path, _, let reason): "“\(words.field(path))”\(reason)。"
    case .conditionFailed(let zh, _): zh
    case .keyTaken(let key, _): "已有记录使用相同的\(words.key(key))，请先查找，可能就是同一条。"
    case .ceilingReached(let measure, let limit):
      "已满：\(words.measure(measure))已达上限\(words.amount(limit, measure))，请另选。"
    case .floorPassed(let measure, let limit):
      "余额不足：\(words.measure(measure))不得低于\(words.amount(limit, measure))，请减少数额。"
    case .overflow(let name): "\(words.field(name))的数值过大，请核对。"
    case .periodClosed(let unit, let month):
      "单位“\(unit)”的\(month)已关账，数据已经上报。请由该单位有关账权限的人更正，或先重开该月。"
    case .unitUnchangeable(let zh, _): zh
    case .entryUnknown(let seq): "没有序号为\(seq)的登记，请核对序号。"
    case .notAmendable(_, let zh, _): zh
    case .laterEntry(let seq, let refusal):
      "第\(seq)号登记以这一条为依据，更正后将不能成立："
        + refusal.message(in: .zh, naming: words.set, action: nil) + "请先更正或作废第\(seq)号登记。"
    case .tooLarge(let bytes, let limit): "内容共\(bytes)字节，超过\(limit)字节，请缩短文字或分开填报。"
    }
  }
}

/// Titles for the names in a refusal, as far as they are known.
private struct RefusalWords {
  let language: Language
  let set: ProgrammeSet?
  let action: String?

  func kind(_ name: String) -> String {
    set?.kind(name)?.title.text(in: language) ?? name
  }

  /// `premises.keeper` as "场所 · 经营者": the reference's title and the fact's.
  func field(_ path: String) -> String {
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    let kindName = action?.split(separator: ".").first.map(String.init) ?? ""
    guard let first = parts.first, let field = set?.kind(kindName)?.field(first) else {
      return path
    }
    let title = field.title.text(in: language)
    guard parts.count == 2, let target = field.type.referredKind,
      let fact = set?.kind(target)?.field(parts[1])
    else { return title }
    return "\(title) · \(fact.title.text(in: language))"
  }

  func state(_ name: String, _ kind: String) -> String {
    if name == "new" { return language == .zh ? "新建" : "new" }
    if name == Record.voidState { return language == .zh ? "已作废" : "void" }
    let state = set?.kind(kind)?.states.first { $0.name == name }
    return state?.title.text(in: language) ?? name
  }

  func states(_ names: [String], _ kind: String) -> String {
    list(names.map { "“\(state($0, kind))”" })
  }

  func roles(_ names: [String]) -> String {
    let titles = names.map { name in
      for kind in set?.kinds(providing: .accounts) ?? [] {
        let role = kind.field("roles")?.type.itemFields?.first { $0.name == "role" }
        let choice = role?.type.choices?.first { $0.name == name }
        if let choice { return choice.title.text(in: language) }
      }
      return name
    }
    return list(titles)
  }

  /// The titles of a key's fields: "统一社会信用代码".
  func key(_ name: String) -> String {
    let kindName = name.split(separator: ".").first.map(String.init) ?? ""
    guard let kind = set?.kind(kindName), let key = kind.keys.first(where: { $0.name == name })
    else { return name }
    return key.fields.map { field in
      kind.field(field)?.title.text(in: language) ?? (language == .zh ? "单位" : "unit")
    }.joined(separator: language == .zh ? "和" : " and ")
  }

  func measure(_ id: String) -> String {
    set?.measure(id)?.title.text(in: language) ?? id
  }

  /// An amount of a measure as it is read: 1200 fen as 12.00.
  func amount(_ amount: Int64, _ id: String) -> String {
    Decimal64(mantissa: amount, scale: set?.measure(id)?.decimals ?? 0).description
  }

  private func list(_ words: [String]) -> String {
    words.joined(separator: language == .zh ? "、" : " or ")
  }
}
