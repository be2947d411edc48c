public import Quantities

extension Programme {
  /// The limits on balances when what a record moved is taken back, or comes to another amount.
  ///
  /// What is taken back leaves whom it came to. So of the two sides of a posting each is looked at
  /// as the one who pays, and a fund that received something gives no more back than it has. `find`
  /// gives the records that the measures' expressions step to.
  public func limits(
    onChanging deltas: [Delta], of record: Record, on day: Day, at now: Int64,
    find: (RecordID) throws -> Record?
  ) throws -> [Limit] {
    var limits: [Limit] = []
    for delta in deltas {
      guard let owner = delta.owner, let measure = measure(delta.measure, of: record.kind),
        measure.isLimited
      else { continue }
      let referred = try measure.referred(of: record, owner: owner, find: find)
      let scope = Scope(record: record, referred: referred, sealed: [:], on: day, now: now)
      do throws(Overflow) {
        guard try measure.limitCondition?.isTrue(in: scope) ?? true else { continue }
        var (ceiling, floor): (Int64?, Int64?)
        if let expression = measure.ceiling { ceiling = try measure.limit(expression, scope) }
        if let expression = measure.floor { floor = try measure.limit(expression, scope) }
        limits.append(Limit(measure: measure.id, owner: owner, ceiling: ceiling, floor: floor))
      } catch {
        throw Refusal.overflow(measure.id)
      }
    }
    return limits
  }

  private func measure(_ id: String, of kind: String) -> Measure? {
    measuresByKind[kind]?.first { $0.id == id }
  }
}

extension Measure {
  /// The records that its expressions step to, with a balance's owner in its place: for a posting
  /// in the payer's, and the other side in the payee's.
  fileprivate func referred(
    of record: Record, owner: RecordID, find: (RecordID) throws -> Record?
  ) throws -> [(name: String, record: Record)] {
    var targets: [String: RecordID] = [:]
    for name in referencesRead { targets[name] = record.reference(name) }
    if case .posting(_, _, _, let sides) = style {
      let other = [sides.payer, sides.payee].compactMap(record.reference).first { $0 != owner }
      targets[sides.payer] = owner
      targets[sides.payee] = other
    } else if case .reference(let name)? = self.owner {
      targets[name] = owner
    }
    return try targets.sorted { $0.key < $1.key }.compactMap { name, id in
      try find(id).map { (name, $0) }
    }
  }
}
