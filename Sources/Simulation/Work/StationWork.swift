import Indicators
import Programmes
import Quantities

/// Elder-service stations: 30 opened in 2021, 30 aimed at in 2022, 17 of them open by 31 July.
struct StationWork: Sendable {
  /// A station and the days of its three steps.
  struct Station: Sendable {
    let id: RecordID
    let name: String
    let community: String
    let ground: Int
    let area: Int
    let beds: Int
    let applied: Day
    let accepted: Day
    let opened: Day
  }

  /// Openings in each month of 2022: 17 by the end of July, 30 in the year.
  private static let openings = [0, 1, 2, 3, 3, 4, 4, 3, 3, 3, 2, 2]
  private static let bureau = "B06"

  private var draw: Draw
  private let old: [Station]
  private let new: [Station]

  init(_ place: Place, seed: UInt64, from first: Day) {
    var draw = Draw(seed: seed, stream: 4)
    let grounds = Self.communities(of: place.grounds, &draw)
    let at = Clock.at(first, hour: 2, minute: 0)
    // Communities were founded on 9 June 2021, so no station is older.
    let firstOpening = first.advanced(by: -180)
    self.old = grounds.prefix(30).enumerated().map { index, ground in
      let opened = firstOpening.advanced(by: index * 5 + draw.below(4))
      return Self.station(
        on: ground, opened: opened, after: first.advanced(by: -204), at: at, place, &draw)
    }
    let months = Self.openings.enumerated().flatMap { month, count in
      [Int](repeating: month, count: count)
    }
    self.new = zip(months, grounds.dropFirst(30)).map { month, ground in
      let opened = Self.workingDay(inMonth: month, after: first, &draw)
      return Self.station(
        on: ground, opened: opened, after: first.advanced(by: 9), at: at, place, &draw)
    }
    self.draw = draw
  }

  /// Adds the stations of 2021, told of by the system when the ledger begins.
  mutating func takeOver(
    at start: Int64, into batch: inout Batch, _ expected: inout Expected
  ) {
    for (index, station) in old.enumerated() {
      let at = start + Int64(index) * 1000
      let steps: [(Form, Day)] = [
        (StationForms.apply(station), station.applied),
        (StationForms.accept(station), station.accepted),
        (StationForms.open(station), station.opened),
      ]
      for (step, (form, day)) in steps.enumerated() {
        batch.send(
          form, at: at + Int64(step) * 100, on: day, by: .system, for: station.community, &draw)
      }
      StationForms.expectAcceptance(&expected)
      StationForms.expectOpening(station, &expected)
    }
  }

  /// Adds what happens from `first` through `last`.
  mutating func work(
    _ first: Day, _ last: Day, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    let days = first...last
    for (index, station) in new.enumerated() {
      let minute = index % 60
      if days.contains(station.applied) {
        let worker = place.staff.workers[station.ground]
        batch.send(
          StationForms.apply(station),
          at: Clock.at(station.applied, hour: 9, minute: minute), by: worker.actor,
          for: worker.unit, &draw)
      }
      if days.contains(station.accepted) {
        let (actor, unit) = place.bureau(Self.bureau)
        batch.send(
          StationForms.accept(station),
          at: Clock.at(station.accepted, hour: 14, minute: minute), by: actor, for: unit, &draw)
        StationForms.expectAcceptance(&expected)
      }
      if days.contains(station.opened) {
        let lead = place.lead(for: station.ground)
        batch.send(
          StationForms.open(station),
          at: Clock.at(station.opened, hour: 10, minute: minute), by: lead.actor,
          for: lead.unit, &draw)
        StationForms.expectOpening(station, &expected)
      }
    }
  }

  /// Communities, shuffled within their subdistricts and dealt from each subdistrict in turn.
  private static func communities(of grounds: Grounds, _ draw: inout Draw) -> [Int] {
    var piles = [[Int]](repeating: [], count: grounds.subdistricts.count)
    for (index, ground) in grounds.grounds.enumerated() where !ground.isVillage {
      piles[ground.subdistrict].append(index)
    }
    for index in piles.indices { draw.shuffle(&piles[index]) }
    var dealt: [Int] = []
    while piles.contains(where: { !$0.isEmpty }) {
      for index in piles.indices {
        if let next = piles[index].popLast() { dealt.append(next) }
      }
    }
    return dealt
  }

  /// Built in 20 to 60 working days, opened 5 to 15 after acceptance, but not applied for earlier
  /// than `earliest`.
  private static func station(
    on ground: Int, opened: Day, after earliest: Day, at: Int64, _ place: Place,
    _ draw: inout Draw
  ) -> Station {
    let accepted = max(earliest.advanced(by: 1), opened.advanced(by: -draw.within(5...15)))
    let applied = max(earliest, accepted.advanced(by: -draw.within(20...60)))
    precondition(applied < accepted)
    precondition(accepted < opened)
    let code = place.grounds.grounds[ground].code
    let name = place.grounds.name(of: code)
    return Station(
      id: draw.id(at: at), name: "\(name)助老服务站（演示）", community: code, ground: ground,
      area: draw.within(8...40) * 10, beds: draw.within(4...20), applied: applied,
      accepted: accepted, opened: opened)
  }

  private static func workingDay(inMonth month: Int, after first: Day, _ draw: inout Draw) -> Day {
    let start = first.month.advanced(by: month).first
    while true {
      let day = start.advanced(by: draw.below(28))
      if WorkingDays.isWorking(day), day.days(since: first) > 30 { return day }
    }
  }
}
