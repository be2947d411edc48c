import Indicators
import Programmes
import Quantities

/// Statistics returns: months as express reports, quarters of the accounts as preliminary ones.
struct ReturnWork: Sendable {
  private var draw: Draw

  init(seed: UInt64) {
    self.draw = Draw(seed: seed, stream: 6)
  }

  /// Adds what is given from `first` through `last`.
  mutating func work(
    _ first: Day, _ last: Day, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    let days = first...last
    for (index, row) in ReturnTable.rows.enumerated() {
      for figure in row.figures {
        guard let period = ReturnPeriod(figure.period), let value = Decimal64(figure.value) else {
          preconditionFailure("\(figure.period) or \(figure.value) is no figure")
        }
        let isAccount = row.indicator == "gdp"
        let day = period.end.advanced(by: isAccount ? 25 : 18)
        if days.contains(day) {
          let vintage = isAccount ? "preliminary" : "express"
          report(row, figure.period, value, vintage, on: day, index, place, &batch, &expected)
        }
        // The accounts come a week earlier as an estimate, a little too bright.
        let early = period.end.advanced(by: 17)
        if isAccount, days.contains(early), let bright = value.adding(Self.brightness) {
          report(row, figure.period, bright, "flash", on: early, index, place, &batch, &expected)
        }
      }
    }
  }

  private static let brightness = Decimal64(mantissa: 2, scale: 1)

  private mutating func report(
    _ row: ReturnRow, _ period: String, _ value: Decimal64, _ vintage: String, on day: Day,
    _ index: Int, _ place: Place, _ batch: inout Batch, _ expected: inout Expected
  ) {
    let at = Clock.at(day, hour: 10, minute: index)
    var fields: [String: Value] = [
      "indicator": .text(row.indicator), "period": .text(period), "form": .text(row.form),
      "value": .decimal(value), "measure-unit": .text(row.unit), "vintage": .text(vintage),
      "source": .text(row.source),
    ]
    if let basis = row.priceBasis { fields["price-basis"] = .text(basis) }
    let form = Form(
      programme: "statistics", action: "return.report", subject: .new(draw.id(at: at)),
      fields: fields)
    batch.send(
      form, at: at, by: place.staff.office.actor, for: place.grounds.district, &draw)
    expected.add("statistics.reported", part: vintage)
  }
}
