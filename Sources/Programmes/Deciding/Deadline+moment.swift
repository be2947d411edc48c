import Quantities

extension Deadline {
  /// When the clock is to act on a record, in milliseconds since 1970-01-01T00:00Z; `nil` if it is
  /// not in a state for it, or the time is not known.
  ///
  /// A date is over at the midnight after it, in Asia/Shanghai.
  func moment(of record: Record) throws(Overflow) -> Int64? {
    guard record.state != Record.voidState, from?.contains(record.state) ?? true else {
      return nil
    }
    // Nothing but the record's own facts is read, so that only its entries can change it.
    let scope = Scope(record: record, referred: [], sealed: [:], on: Day(number: 0), now: 0)
    switch try due.value(in: scope) {
    case .integer(let moment)?: return max(0, moment)
    case .day(let day)?: return max(0, day.advanced(by: 1).startMilliseconds)
    default: return nil
    }
  }

  /// The value of the key that a record holds while it waits; ordered as the moments are.
  public func text(of record: Record) -> String? {
    guard let moment = try? moment(of: record) else { return nil }
    return Self.text(moment, record.id)
  }

  static func text(_ moment: Int64, _ id: RecordID) -> String {
    Self.prefix(moment) + "\u{1F}" + "\(id)"
  }

  /// What the values of all records begin with that are due at a moment.
  public static func prefix(_ moment: Int64) -> String {
    let digits = String(moment)
    return String(repeating: "0", count: max(0, 16 - digits.count)) + digits
  }

  /// The moment that a value begins with.
  public static func moment(in text: String) -> Int64? { Int64(text.prefix { $0 != "\u{1F}" }) }
}
