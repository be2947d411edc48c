import Quantities

extension Deciding {
  /// The movements of every measure that a touched record adds to, within their limits.
  mutating func movements() throws -> [Delta] {
    var deltas: [Delta] = []
    for (index, record) in records.enumerated() where record.isTouched {
      let measures = index == 0 ? plan.measures : programme.measuresByKind[record.kind.name] ?? []
      guard !measures.isEmpty else { continue }
      let scope = try scope(of: index)
      let before = record.before.map {
        Scope(record: $0, referred: [], sealed: [:], on: request.on, now: now)
      }
      // Flows count the actions of the subject; what is written on the way only moves stocks.
      for measure in measures where measure.isStock ? record.mayMove(measure) : index == 0 {
        let moved = try movement(of: measure, before, scope)
        guard !moved.isEmpty else { continue }
        if measure.isTwoSided { try checkSides(of: measure, moved) }
        if measure.isLimited { try checkLimits(of: measure, moved, scope) }
        deltas += moved
      }
    }
    return deltas
  }

  private func movement(
    of measure: Measure, _ before: Scope?, _ after: Scope
  ) throws -> [Delta] {
    try checkingOverflow(measure.id) { () throws(Overflow) in
      guard measure.isStock else {
        return try measure.movements(of: action.name, after, work: request.unit).map {
          $0.delta(of: measure, amount: $0.amount)
        }
      }
      var changes = try measure.contributions(after)
      if let before {
        for old in try measure.contributions(before) {
          let (negative, overflowed) = Int64(0).subtractingReportingOverflow(old.amount)
          guard !overflowed else { throw Overflow() }
          try merge(old, negative, into: &changes)
        }
      }
      return changes.filter { $0.amount != 0 }.map { $0.delta(of: measure, amount: $0.amount) }
    }
  }

  /// Adds an amount to the change of the same part, unit and owner, or as a change of its own
  /// ahead of the others, so that what leaves stands before what arrives.
  private func merge(
    _ change: Contribution, _ amount: Int64, into changes: inout [Contribution]
  ) throws(Overflow) {
    if let index = changes.firstIndex(where: { $0.isAlongside(change) }) {
      let (sum, overflowed) = changes[index].amount.addingReportingOverflow(amount)
      guard !overflowed else { throw Overflow() }
      changes[index].amount = sum
      return
    }
    var leaving = change
    leaving.amount = amount
    changes.insert(leaving, at: 0)
  }

  /// Only what moves towards a limit can be refused: leaving is always possible.
  private mutating func checkLimits(
    of measure: Measure, _ deltas: [Delta], _ scope: Scope
  ) throws {
    var owners: [RecordID] = []
    for case let owner? in deltas.map(\.owner) where !owners.contains(owner) {
      owners.append(owner)
    }
    let holds = try checkingOverflow(measure.id) { () throws(Overflow) in
      try measure.limitCondition?.isTrue(in: scope) ?? true
    }
    guard holds else { return }
    for owner in owners {
      let net = try checkingOverflow(measure.id) { () throws(Overflow) in
        try total(deltas.filter { $0.owner == owner }.map(\.amount))
      }
      guard net != 0 else { continue }
      if isReplay {
        limits.append(try limit(of: measure, owner: owner, scope))
        continue
      }
      let balance = try surroundings.balance(of: measure.id, owner: owner)
      let (after, overflowed) = balance.addingReportingOverflow(net)
      guard !overflowed else { throw Refusal.overflow(measure.id) }
      if net > 0, let ceiling = measure.ceiling {
        let limit = try checkingOverflow(measure.id) { () throws(Overflow) in
          try measure.limit(ceiling, scope)
        }
        guard after <= limit else {
          throw Refusal.ceilingReached(measure: measure.id, limit: limit)
        }
      }
      if net < 0, let floor = measure.floor {
        let limit = try checkingOverflow(measure.id) { () throws(Overflow) in
          try measure.limit(floor, scope)
        }
        guard after >= limit else {
          throw Refusal.floorPassed(measure: measure.id, limit: limit)
        }
      }
    }
  }

  /// Money goes forward, from one record to another: what comes back is a posting of its own, or
  /// the first is voided.
  private func checkSides(of measure: Measure, _ deltas: [Delta]) throws(Refusal) {
    if let out = deltas.first, out.amount > 0 {
      throw .conditionFailed(
        zh: "金额不能为负；要退回，请另记一笔相反方向的，或作废原来的一笔。",
        en: "An amount cannot be negative. To give it back, enter a posting the other way round, "
          + "or void the first.")
    }
    if Set(deltas.map(\.owner)).count < deltas.count {
      throw .conditionFailed(
        zh: "付出方和收入方不能是同一账户。", en: "The two sides of a posting must be two accounts.")
    }
  }

  private func limit(of measure: Measure, owner: RecordID, _ scope: Scope) throws -> Limit {
    try checkingOverflow(measure.id) { () throws(Overflow) in
      var ceiling: Int64?
      var floor: Int64?
      if let expression = measure.ceiling { ceiling = try measure.limit(expression, scope) }
      if let expression = measure.floor { floor = try measure.limit(expression, scope) }
      return Limit(measure: measure.id, owner: owner, ceiling: ceiling, floor: floor)
    }
  }

  private func total(_ amounts: [Int64]) throws(Overflow) -> Int64 {
    var total: Int64 = 0
    for amount in amounts {
      let (sum, overflowed) = total.addingReportingOverflow(amount)
      guard !overflowed else { throw Overflow() }
      total = sum
    }
    return total
  }
}
