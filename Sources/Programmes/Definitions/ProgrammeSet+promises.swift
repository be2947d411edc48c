extension ProgrammeSet {
  /// Whether an earlier version counts its stocks, holds its limits and keys, and waits for the
  /// clock as the latest does.
  ///
  /// If it does not, nothing may be decided under it any more: a number would be moved by a rule
  /// that it was not made by, or a limit passed.
  public func keepsPromises(_ name: String, _ version: UInt32) -> Bool {
    guard let latest = latest(name), let older = draft(name, version),
      let newer = draft(name, latest.version)
    else { return false }
    return older.promises == newer.promises
  }
}

extension ProgrammeDraft {
  /// What numbers and limits rest on, as written.
  fileprivate var promises: Set<String> {
    var promises: Set<String> = []
    for kind in kinds {
      for key in kind.keys {
        promises.insert("key \(kind.name) \(key.name) \(key.fields.map(\.text))")
      }
      for action in kind.actions {
        guard let due = action.due else { continue }
        promises.insert("due \(kind.name) \(action.name) \(due.text) \(action.from.map(\.text))")
      }
    }
    for measure in measures where measure.isPromise { promises.insert(measure.promise) }
    return promises
  }
}

extension MeasureDraft {
  /// Whether it is a stock, or has a limit or two sides.
  fileprivate var isPromise: Bool {
    actions.isEmpty || ceiling != nil || floor != nil || payer != nil || payee != nil
  }

  fileprivate var promise: String {
    let parts = [
      count, sum, distinct, condition, actionCondition, split, unit, day, ceiling, floor, owner,
      payer, payee, limitCondition,
    ]
    let texts = parts.map { $0?.text ?? "-" } + actions.map(\.text)
    return "measure \(name) \(kind.text) \(decimals) \(texts)"
  }
}
