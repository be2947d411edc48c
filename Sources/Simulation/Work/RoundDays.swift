import Quantities

/// The days of the round.
struct RoundDays: Sendable {
  let register: Day
  let plan: Day
  let freeze: Day
  let booking: Day
  let first: Day
  let second: Day

  init?() {
    guard let register = Day(year: 2022, month: 4, day: 11) else { return nil }
    self.register = register
    self.plan = register.advanced(by: 7)
    self.freeze = register.advanced(by: 10)
    self.booking = register.advanced(by: 11)
    self.first = register.advanced(by: 12)
    self.second = register.advanced(by: 13)
  }
}
