// Shop inspections. The model remembers which places have an open case, so that a visit, an order
// or a recheck is only ever asked for where the programme allows it.

import Programmes
import Quantities

/// Shops, the visits to them, and the hazards found and put right.
struct InspectionWork: Sendable {
  private struct Shop: Sendable {
    let id: RecordID
    let ground: Int
    /// Whether a visit found hazards that are not put right yet.
    var hasOpenCase = false
    /// Whether somebody has been inside once.
    var isInspected = false
  }

  /// A visit whose hazards are not all put right.
  private struct OpenCase: Sendable {
    let id: RecordID
    let shop: Int
    let hazards: [Hazard]
  }

  private let options: SimulationOptions
  private let days: WorkingDays
  private let firstDay: Day
  private var draw: Draw
  private var shops: [Shop] = []
  /// Serial numbers given so far, by ground.
  private var serials: [Int]
  /// What is to be looked at again, by day.
  private var rechecks: [Day: [OpenCase]] = [:]
  /// What officers are to order, by day.
  private var orders: [Day: [OpenCase]] = [:]

  init(_ options: SimulationOptions, from first: Day, grounds: Int) {
    self.options = options
    self.firstDay = first
    self.serials = [Int](repeating: 0, count: grounds)
    self.days = WorkingDays(from: first, through: options.through)
    self.draw = Draw(seed: options.seed, stream: 2)
  }

  /// Adds what happens from `first` through `last`, days of one month.
  mutating func work(
    _ first: Day, _ last: Day, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    var day = first
    while day <= last {
      register(on: day, place, into: &batch, &expected)
      order(on: day, place, into: &batch, &expected)
      recheck(on: day, place, into: &batch, &expected)
      visit(on: day, place, into: &batch, &expected)
      day = day.advanced(by: 1)
    }
  }

  /// Nine in ten places are taken over from the old lists in the first days; the rest come by and
  /// by.
  private func shopsThrough(_ day: Day) -> Int {
    let age = day.days(since: firstDay) + 1
    let old = options.premises * 9 / 10
    guard age > 4 else { return old * max(0, age) / 4 }
    let rest = options.premises - old
    let span = max(1, options.through.days(since: firstDay) + 1 - 4)
    return old + rest * min(age - 4, span) / span
  }

  private mutating func register(
    on day: Day, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    let target = shopsThrough(day)
    let count = target - shops.count
    guard count > 0 else { return }
    for index in 0..<count {
      let at = Clock.spread(index, of: count, on: day, from: 8, until: 9)
      let ground = draw.below(place.grounds.grounds.count)
      let shop = Shop(id: draw.id(at: at), ground: ground)
      serials[ground] += 1
      let serial = "\(place.grounds.grounds[ground].code)-\(serials[ground])"
      let form = ShopForms.register(
        shop.id, number: shops.count, serial: serial, &draw, &expected)
      shops.append(shop)
      let worker = place.staff.workers[ground]
      batch.send(form, at: at, by: worker.actor, for: worker.unit, &draw)
    }
  }

  private mutating func visit(
    on day: Day, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    let count = days.share(of: options.inspections, on: day)
    for index in 0..<count {
      guard let shop = closedShop() else { continue }
      let at = Clock.spread(index, of: count, on: day, from: 10, until: 18)
      let id: RecordID = draw.id(at: at)
      let worker = place.staff.workers[shops[shop].ground]
      let outcome = VisitOutcome(&draw)
      let form = ShopForms.visit(
        id, shop: shops[shop].id, outcome, second: place.officer(for: shops[shop].ground).id,
        deadline: day.advanced(by: 15))
      batch.send(form, at: at, by: worker.actor, for: worker.unit, &draw)
      ShopForms.expectVisit(outcome, &expected)
      note(outcome, of: OpenCase(id: id, shop: shop, hazards: outcome.hazards), on: day, &expected)
    }
  }

  /// Remembers that a place was seen from inside, and what is left to be put right there.
  private mutating func note(
    _ outcome: VisitOutcome, of item: OpenCase, on day: Day, _ expected: inout Expected
  ) {
    if outcome.isInspection, !shops[item.shop].isInspected {
      shops[item.shop].isInspected = true
      ShopForms.expectFirstInspection(&expected)
    }
    guard item.hazards.contains(where: { !$0.isFixed }) else { return }
    shops[item.shop].hasOpenCase = true
    if item.hazards.contains(where: \.isMajor) {
      orders[WorkingDays.advanced(day, by: 1), default: []].append(item)
    }
    plan(item, after: day)
  }

  /// Major hazards are ordered to be put right on the next working day, by two officers.
  private mutating func order(
    on day: Day, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    guard let due = orders.removeValue(forKey: day) else { return }
    for (index, item) in due.enumerated() {
      let at = Clock.spread(index, of: due.count, on: day, from: 8, until: 9)
      let ground = shops[item.shop].ground
      let officer = place.officer(for: ground)
      let form = ShopForms.order(
        item.id, second: place.lead(for: ground).id, deadline: day.advanced(by: 30))
      batch.send(
        form, at: at, by: officer.actor, for: place.grounds.grounds[ground].code, &draw)
      ShopForms.expectOrder(&expected)
    }
  }

  /// A place without an open case; `nil` only if nearly all have one.
  private mutating func closedShop() -> Int? {
    for _ in 0..<50 {
      let shop = draw.below(shops.count)
      if !shops[shop].hasOpenCase { return shop }
    }
    return nil
  }

  /// Most are looked at again within 15 working days; one in sixteen is left and becomes overdue.
  private mutating func plan(_ item: OpenCase, after day: Day) {
    guard !draw.chance(1, of: 16) else { return }
    let again = WorkingDays.advanced(day, by: draw.within(2...14))
    rechecks[again, default: []].append(item)
  }

  private mutating func recheck(
    on day: Day, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    guard let due = rechecks.removeValue(forKey: day) else { return }
    for (index, item) in due.enumerated() {
      let at = Clock.spread(index, of: due.count, on: day, from: 9, until: 10)
      // Who found it does not close it.
      let ground = shops[item.shop].ground
      let officer = place.officer(for: ground)
      let isLate = draw.chance(1, of: 8)
      let hazards = item.hazards.map { hazard in
        isLate && !hazard.isFixed && draw.chance(1, of: 2) ? hazard : hazard.fixed
      }
      let form = ShopForms.recheck(item.id, hazards)
      batch.send(
        form, at: at, by: officer.actor, for: place.grounds.grounds[ground].code, &draw)
      ShopForms.expectRecheck(from: item.hazards, to: hazards, &expected)
      if hazards.allSatisfy(\.isFixed) {
        shops[item.shop].hasOpenCase = false
      } else {
        plan(OpenCase(id: item.id, shop: item.shop, hazards: hazards), after: day)
      }
    }
  }
}
