import Programmes
import Quantities

/// A made-up person of the booking round.
struct Citizen: Sendable {
  let id: RecordID
  let ground: Int
  let born: Day
  let band: AgeBand
}

/// The bands that `persons` derives from a day of birth.
enum AgeBand: String, Sendable {
  case under15 = "under-15"
  case working
  case sixty
  case eighty

  /// Whether somebody else usually books: children and the old, a third of the district.
  var needsProxy: Bool { self != .working }

  init(born: Day, on day: Day) {
    let birth = born.date
    let today = day.date
    let hadBirthday = (today.month, today.day) >= (birth.month, birth.day)
    switch today.year - birth.year - (hadBirthday ? 0 : 1) {
    case ..<15: self = .under15
    case 15..<60: self = .working
    case 60..<80: self = .sixty
    default: self = .eighty
    }
  }
}

extension Citizen {
  /// Ages as in the census of 2020: 15.7 % under 15, 16.6 % of 60 and over.
  static func dayOfBirth(on day: Day, _ draw: inout Draw) -> Day {
    let age =
      switch draw.below(1000) {
      case 0..<157: draw.within(0...14)
      case 157..<834: draw.within(15...59)
      case 834..<975: draw.within(60...79)
      default: draw.within(80...97)
      }
    let born = day.advanced(by: -(age * 365 + age / 4) - draw.within(1...364))
    let date = born.date
    // 29 February is left out: whose birthday it is in other years is a question of law.
    return date.month == 2 && date.day == 29 ? born.advanced(by: -1) : born
  }
}
