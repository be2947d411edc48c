import Quantities

extension Deciding {
  /// The touch that erases the record which the subject names.
  ///
  /// It says that the record was erased and nothing of what it held. Who erases needs the role at
  /// the record's unit too, since the unit of the work is theirs to choose.
  func erasure() throws -> Touch {
    guard case .text(let text)? = records[0].after.value("erased"), let id = RecordID(text),
      let record = try surroundings.record(id)
    else {
      throw Refusal.fieldInvalid(
        "erased", reason: "names no record of this ledger; give its id",
        reasonZh: "不是本账本中的记录，请填写记录编号")
    }
    if !isReplay {
      let held = try surroundings.roles(of: request.actor, at: record.unit)
      guard action.by.contains(where: held.contains) else {
        throw Refusal.roleMissing(needed: action.by)
      }
    }
    guard try surroundings.hasSealed(record) else {
      throw record.isErased ? Self.erasedBefore : Self.nothingSealed
    }
    return Touch(
      record: id, kind: record.kind, base: record.version, state: record.state,
      unit: record.unit, writes: [], keys: [], isErasure: true)
  }

  private static var erasedBefore: Refusal {
    .conditionFailed(
      zh: "此记录的个人信息已经删除。", en: "The personal data of this record were erased before.")
  }

  private static var nothingSealed: Refusal {
    .conditionFailed(
      zh: "此记录没有需要删除的个人信息。", en: "This record holds no personal data to erase.")
  }
}
