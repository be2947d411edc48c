import Programmes
import Quantities

/// The entry forms of `elder-station`, and what they add to the measures.
enum StationForms {
  static func apply(_ station: StationWork.Station) -> Form {
    Form(
      programme: "elder-station", action: "station.apply", subject: .new(station.id),
      fields: ["name": .text(station.name), "community": .text(station.community)])
  }

  static func accept(_ station: StationWork.Station) -> Form {
    Form(
      programme: "elder-station", action: "station.accept",
      subject: .existing(station.id, base: nil),
      fields: [
        "area": .decimal(Decimal64(Int64(station.area))), "beds": .integer(Int64(station.beds)),
        "meal-seats": .integer(Int64(station.beds * 4)),
        "operator": .text("晚晴养老服务中心（演示）"),
      ])
  }

  static func open(_ station: StationWork.Station) -> Form {
    Form(
      programme: "elder-station", action: "station.open",
      subject: .existing(station.id, base: nil), fields: ["opening-hours": .text("8:00–18:00")])
  }

  static func expectAcceptance(_ expected: inout Expected) {
    expected.add("elder-station.stations-built")
  }

  static func expectOpening(_ station: StationWork.Station, _ expected: inout Expected) {
    expected.add("elder-station.stations-opened")
    expected.add("elder-station.stations-running")
    expected.add("elder-station.beds-running", Int64(station.beds))
  }
}
