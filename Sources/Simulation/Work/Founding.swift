import Indicators
import Programmes
import Quantities

/// The first minutes of a ledger: units, parents before children, then accounts.
enum Founding {
  static func work(
    on day: Day, _ place: Place, seed: UInt64, into batch: inout Batch,
    _ expected: inout Expected
  ) {
    var draw = Draw(seed: seed, stream: 3)
    for (index, unit) in place.grounds.units.enumerated() {
      let at = Clock.at(day, hour: 0, minute: 0) + Int64(index) * 100
      let form = FoundingForms.found(draw.id(at: at), unit, on: day)
      batch.send(form, at: at, by: .system, for: unit.code, &draw)
      expected.add("units.active", part: unit.level.rawValue)
    }
    for (index, member) in place.staff.all.enumerated() {
      let at = Clock.at(day, hour: 1, minute: 0) + Int64(index) * 100
      batch.send(FoundingForms.open(member), at: at, by: .system, for: member.unit, &draw)
      expected.add("accounts.active")
    }
  }
}
