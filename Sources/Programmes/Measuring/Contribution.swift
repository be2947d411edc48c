public import Quantities

/// What one record adds to one part of a measure.
struct Contribution {
  let part: String
  let unit: String
  let owner: RecordID?
  let member: RecordID?
  let day: Day
  var amount: Int64

  /// Whether both add to the same number.
  func isAlongside(_ other: Contribution) -> Bool {
    part == other.part && unit == other.unit && owner == other.owner && member == other.member
      && day == other.day
  }
}

extension Measure {
  /// What a record adds to a stock in a state of its facts.
  func contributions(_ scope: Scope) throws(Overflow) -> [Contribution] {
    guard case .stock(let amount, let condition) = style else { return [] }
    guard try condition?.isTrue(in: scope) ?? true else { return [] }
    let unitCode = unitCode(in: scope, work: scope.record.unit)
    return try amounts(amount, scope, unit: unitCode, day: scope.on)
  }

  /// What an action adds to a flow or a distinct count.
  func movements(
    of action: String, _ scope: Scope, work: String
  ) throws(Overflow) -> [Contribution] {
    switch style {
    case .stock: return []
    case .flow(let actions, let amount, let condition):
      guard actions.contains(action), try condition?.isTrue(in: scope) ?? true else { return [] }
      return try amounts(
        amount, scope, unit: unitCode(in: scope, work: work), day: day(in: scope))
    case .distinct(let reference, let actions, let condition):
      guard actions.contains(action), try condition?.isTrue(in: scope) ?? true else { return [] }
      var member: RecordID? = scope.record.id
      if let reference { member = scope.record.reference(reference) }
      guard let member else { return [] }
      return [
        Contribution(
          part: part(in: scope), unit: unitCode(in: scope, work: work), owner: owner(in: scope),
          member: member, day: day(in: scope), amount: 1)
      ]
    case .posting(let actions, let amount, let condition, let sides):
      guard actions.contains(action), try condition?.isTrue(in: scope) ?? true else { return [] }
      return try posting(amount, sides, scope)
    }
  }

  /// What leaves one balance and comes to another: the same amount, each at its own unit.
  private func posting(
    _ amount: Amount, _ sides: Sides, _ scope: Scope
  ) throws(Overflow) -> [Contribution] {
    let value = try self.amount(amount, scope)
    guard value != 0, let payer = scope.target(sides.payer),
      let payee = scope.target(sides.payee)
    else { return [] }
    let (negative, overflowed) = Int64(0).subtractingReportingOverflow(value)
    guard !overflowed else { throw Overflow() }
    let day = day(in: scope)
    return [
      Contribution(
        part: Side.out.rawValue, unit: payer.unit, owner: payer.id, member: nil, day: day,
        amount: negative),
      Contribution(
        part: Side.into.rawValue, unit: payee.unit, owner: payee.id, member: nil, day: day,
        amount: value),
    ]
  }

  /// The limit as an amount of the measure; a limit that is unknown is 0.
  func limit(_ limit: Expression, _ scope: Scope) throws(Overflow) -> Int64 {
    try scaled(limit.value(in: scope))
  }

  /// Whom the record's contribution is held against.
  func owner(in scope: Scope) -> RecordID? {
    switch owner {
    case .record?: scope.record.id
    case .reference(let name)?: scope.record.reference(name)
    case nil: nil
    }
  }

  private func amounts(
    _ amount: Amount, _ scope: Scope, unit: String, day: Day
  ) throws(Overflow) -> [Contribution] {
    let owner = owner(in: scope)
    if case .item(let list, let field)? = split {
      var contributions: [Contribution] = []
      for part in itemParts(list, field, scope) {
        var inner = scope
        inner.filter = Scope.Filter(list: list, field: field.name, part: part)
        let value = try self.amount(amount, inner)
        guard value != 0 else { continue }
        contributions.append(
          Contribution(
            part: part, unit: unit, owner: owner, member: nil, day: day, amount: value))
      }
      return contributions
    }
    let value = try self.amount(amount, scope)
    guard value != 0 else { return [] }
    return [
      Contribution(
        part: part(in: scope), unit: unit, owner: owner, member: nil, day: day, amount: value)
    ]
  }

  /// The parts that occur in a list: options in their order, other values sorted.
  private func itemParts(_ list: String, _ field: Field, _ scope: Scope) -> [String] {
    guard case .list(let items)? = scope.record.value(list) else { return [] }
    var found: [String] = []
    for item in items {
      let part = partText(item[field.name])
      if !found.contains(part) { found.append(part) }
    }
    guard let choices = field.type.choices else { return found.sorted() }
    let known = choices.map(\.name).filter(found.contains)
    return known + found.filter { !known.contains($0) }.sorted()
  }

  private func amount(_ amount: Amount, _ scope: Scope) throws(Overflow) -> Int64 {
    switch amount {
    case .one: 1
    case .sum(let expression): try scaled(expression.value(in: scope))
    }
  }

  private func scaled(_ value: Value?) throws(Overflow) -> Int64 {
    switch value {
    case .integer(let integer)? where decimals == 0 || isMoney: return integer
    case .integer(let integer)?:
      guard let scaled = Decimal64(integer).rescaled(to: decimals) else { throw Overflow() }
      return scaled.mantissa
    case .decimal(let decimal)?:
      guard let scaled = decimal.rescaled(to: decimals) else { throw Overflow() }
      return scaled.mantissa
    default: return 0
    }
  }

  private func part(in scope: Scope) -> String {
    guard case .field(let reference, let field)? = split else { return "" }
    if let reference { return partText(scope.target(reference)?.value(field.name)) }
    return partText(scope.record.value(field.name))
  }

  private func unitCode(in scope: Scope, work: String) -> String {
    switch unit {
    case .work: return work
    case .record, .sides: return scope.record.unit
    case .field(let name):
      if case .text(let code)? = scope.record.value(name) { return code }
      return scope.record.unit
    }
  }

  private func day(in scope: Scope) -> Day {
    guard let dayField, case .day(let day)? = scope.record.value(dayField) else { return scope.on }
    return day
  }
}

extension Record {
  /// The record that a reference field leads to.
  func reference(_ name: String) -> RecordID? {
    guard case .record(let id)? = value(name) else { return nil }
    return id
  }
}

extension ProgrammeSet {
  /// What a record adds to every stock as it is now, for a recount and for opening balances when a
  /// new version brings a new measure.
  public func stockDeltas(of record: Record, on day: Day) throws(Refusal) -> [Delta] {
    // No stock reads the moment.
    let scope = Scope(record: record, referred: [], sealed: [:], on: day, now: 0)
    var deltas: [Delta] = []
    let measures = kind(record.kind).flatMap { latest($0.programme)?.measuresByKind[$0.name] } ?? []
    for measure in measures.sorted(by: { $0.id < $1.id }) where measure.isStock {
      do throws(Overflow) {
        deltas += try measure.contributions(scope).map { $0.delta(of: measure, amount: $0.amount) }
      } catch {
        throw .overflow(measure.id)
      }
    }
    return deltas
  }
}

extension Contribution {
  /// The movement that the ledger keeps.
  func delta(of measure: Measure, amount: Int64) -> Delta {
    Delta(
      measure: measure.id, part: part, unit: unit, day: day, amount: amount, owner: owner,
      member: member, isOpen: measure.level == .open)
  }
}
