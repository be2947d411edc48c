import Programmes
import Quantities

/// What an entry form holds before somebody sends it.
struct Form: Sendable {
  let programme: String
  let action: String
  var subject: Subject
  var records: [String: Subject] = [:]
  var fields: [String: Value] = [:]
}

/// The requests of a month while they are gathered; several kinds of work add to it in turn.
struct Batch: Sendable {
  private(set) var items: [TimedRequest] = []

  /// Adds a request made on the day of the work.
  mutating func send(
    _ form: Form, at: Int64, by actor: Actor, for unit: String, _ draw: inout Draw
  ) {
    send(form, at: at, on: Day(milliseconds: at), by: actor, for: unit, &draw)
  }

  /// Adds a request about work of an earlier day.
  mutating func send(
    _ form: Form, at: Int64, on day: Day, by actor: Actor, for unit: String, _ draw: inout Draw
  ) {
    let request = Request(
      id: draw.id(at: at), on: day, actor: actor, unit: unit, programme: form.programme,
      action: form.action, subject: form.subject, records: form.records, fields: form.fields)
    items.append(TimedRequest(at: at, request: request))
  }

  /// The requests in the order of arrival; those of one moment stay as they were added.
  consuming func inOrder() -> [TimedRequest] {
    let order = items.indices.sorted { left, right in
      items[left].at == items[right].at ? left < right : items[left].at < items[right].at
    }
    return order.map { items[$0] }
  }
}

/// Moments of a working day.
enum Clock {
  static func at(_ day: Day, hour: Int, minute: Int, second: Int = 0) -> Int64 {
    day.startMilliseconds + Int64((hour * 60 + minute) * 60 + second) * 1000
  }

  /// A moment between two hours, the `index`th of `count` in their order.
  static func spread(
    _ index: Int, of count: Int, on day: Day, from: Int, until: Int
  ) -> Int64 {
    precondition(index < count)
    let span = Int64(until - from) * 3_600_000
    return at(day, hour: from, minute: 0) + span * Int64(index) / Int64(count)
  }
}
