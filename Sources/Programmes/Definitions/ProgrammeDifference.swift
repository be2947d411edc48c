// What a newer version of a programme asks otherwise, in words for whoever filled in the older
// form.

extension Programme {
  /// In which kinds, fields and actions a newer version differs, a sentence each.
  ///
  /// Measures are left out: they say what is counted, not what is asked.
  public func differences(to newer: Programme) -> [Title] {
    var lines: [Title] = []
    for kind in kinds {
      guard let other = newer.kind(kind.name) else {
        lines.append(Title(zh: "取消“\(kind.title.zh)”。", en: "\(kind.title.en): is gone."))
        continue
      }
      lines += KindDifference(older: kind, newer: other).lines
    }
    for kind in newer.kinds where self.kind(kind.name) == nil {
      lines.append(Title(zh: "新增“\(kind.title.zh)”。", en: "\(kind.title.en): is new."))
    }
    return lines
  }
}

private struct KindDifference {
  let older: Kind
  let newer: Kind

  var lines: [Title] { fields + actions }

  private func say(_ zh: String, _ en: String) -> Title {
    Title(zh: "\(older.title.zh)：\(zh)。", en: "\(older.title.en): \(en).")
  }

  // MARK: Fields

  private var fields: [Title] {
    var lines: [Title] = []
    for field in older.fields where !field.isDerived {
      guard let other = newer.field(field.name), !other.isDerived else {
        lines.append(say("取消“\(field.title.zh)”", "the field \"\(field.title.en)\" is gone"))
        continue
      }
      lines += differences(field, other)
    }
    for field in newer.fields where !field.isDerived && older.field(field.name) == nil {
      lines.append(
        say(
          "新增“\(field.title.zh)”\(field.isRequired ? "（必填）" : "")",
          "the field \"\(field.title.en)\" is new" + (field.isRequired ? " and required" : "")))
    }
    return lines
  }

  private func differences(_ field: Field, _ other: Field) -> [Title] {
    var lines: [Title] = []
    let (zh, en) = (field.title.zh, field.title.en)
    if field.title != other.title {
      lines.append(
        say("“\(zh)”改称“\(other.title.zh)”", "\"\(en)\" is now called \"\(other.title.en)\""))
    }
    if field.isRequired != other.isRequired {
      lines.append(
        other.isRequired
          ? say("“\(zh)”改为必填", "\"\(en)\" is now required")
          : say("“\(zh)”不再必填", "\"\(en)\" is no longer required"))
    }
    if field.level != other.level {
      lines.append(
        say(
          "“\(zh)”的公开程度由P\(field.level.rawValue)改为P\(other.level.rawValue)",
          "\"\(en)\" was P\(field.level.rawValue) and is P\(other.level.rawValue)"))
    }
    guard field.type != other.type else { return lines }
    guard let choices = field.type.choices, let others = other.type.choices else {
      lines.append(say("“\(zh)”的填写要求有变化", "\"\(en)\" takes other values"))
      return lines
    }
    for choice in choices where !others.contains(where: { $0.name == choice.name }) {
      lines.append(
        say(
          "“\(zh)”取消选项“\(choice.title.zh)”",
          "\"\(en)\" has no option \"\(choice.title.en)\" any more"))
    }
    for choice in others where !choices.contains(where: { $0.name == choice.name }) {
      lines.append(
        say(
          "“\(zh)”新增选项“\(choice.title.zh)”",
          "\"\(en)\" has a new option \"\(choice.title.en)\""))
    }
    return lines
  }

  // MARK: Actions

  private var actions: [Title] {
    var lines: [Title] = []
    for action in older.actions {
      guard let other = newer.action(action.name) else {
        lines.append(say("取消“\(action.title.zh)”", "the action \"\(action.title.en)\" is gone"))
        continue
      }
      lines += differences(action, other)
    }
    for action in newer.actions where older.action(action.name) == nil {
      lines.append(say("新增“\(action.title.zh)”", "the action \"\(action.title.en)\" is new"))
    }
    return lines
  }

  private func differences(_ action: Action, _ other: Action) -> [Title] {
    var lines: [Title] = []
    let (zh, en) = ("“\(action.title.zh)”", "\"\(action.title.en)\"")
    for input in action.inputs where other.input(input.path) == nil {
      lines.append(
        say("\(zh)不再填“\(input.field.title.zh)”", "\(en) does not take \"\(input.field.title.en)\""))
    }
    for input in other.inputs {
      let (itsZh, itsEn) = (input.field.title.zh, input.field.title.en)
      let before = action.input(input.path)
      if input.isRequired, before?.isRequired != true {
        lines.append(say("\(zh)须填“\(itsZh)”", "\(en) needs \"\(itsEn)\""))
      } else if before == nil {
        lines.append(say("\(zh)可填“\(itsZh)”", "\(en) may give \"\(itsEn)\""))
      }
    }
    if action.mayBeNew != other.mayBeNew || action.from != other.from
      || action.states != other.states
    {
      lines.append(say("\(zh)适用或转入的状态有变化", "\(en) starts from or leads to other states"))
    }
    if Set(action.by) != Set(other.by) || action.isAtRecord != other.isAtRecord {
      lines.append(say("\(zh)的办理权限有变化", "others may do \(en)"))
    }
    if action.lateDays != other.lateDays {
      lines.append(
        say(
          "\(zh)的补报期限由\(action.lateDays)天改为\(other.lateDays)天",
          "\(en) could be entered \(action.lateDays) days late, and can now \(other.lateDays)"))
    }
    return lines + conditions(action, other)
  }

  private func conditions(_ action: Action, _ other: Action) -> [Title] {
    let (zh, en) = ("“\(action.title.zh)”", "\"\(action.title.en)\"")
    var lines: [Title] = []
    for condition in action.conditions
    where !other.conditions.contains(where: { $0.zh == condition.zh }) {
      lines.append(
        say(
          "\(zh)取消一项要求（\(condition.zh.withoutStop)）",
          "\(en) has a rule less (\(condition.en.withoutStop))"))
    }
    for condition in other.conditions
    where !action.conditions.contains(where: { $0.zh == condition.zh }) {
      lines.append(
        say(
          "\(zh)新增一项要求（\(condition.zh.withoutStop)）",
          "\(en) has a new rule (\(condition.en.withoutStop))"))
    }
    return lines
  }
}

extension String {
  /// The sentence without the stop at its end, for use inside of another.
  fileprivate var withoutStop: String {
    hasSuffix("。") || hasSuffix(".") ? String(dropLast()) : self
  }
}
