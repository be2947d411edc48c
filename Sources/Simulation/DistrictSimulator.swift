public import Indicators
public import Programmes
public import Quantities

/// A made-up district at work: requests in the order of their arrival, month by month.
///
/// A round for more than 20 000 people comes day by day, so that a batch stays within memory.
///
/// It needs nothing back. It keeps its own model of what there is, so that no request is refused by
/// the programmes, and ``expected`` says what they must come to. The same options and units give
/// the same requests bit for bit. Nothing in it is a real person or shop.
public struct DistrictSimulator: Sequence, IteratorProtocol, Sendable {
  /// What it was asked for.
  public let options: SimulationOptions
  /// What the requests handed out so far come to.
  public private(set) var expected = Expected()

  private let place: Place
  private let first: Day
  /// The first day that has not been handed out.
  private var day: Day
  private var inspections: InspectionWork
  private var stations: StationWork
  private var booking: BookingWork
  private var returns: ReturnWork

  /// A district with these units, which begins to work on 1 January 2022.
  public init(_ options: SimulationOptions, units: [AdministrativeUnit]) {
    let grounds = Grounds(units)
    let first = Month(number: 2022 * 12).first
    let place = Place(
      grounds: grounds,
      staff: Staff(grounds, seed: options.seed, at: Clock.at(first, hour: 1, minute: 0)))
    self.options = options
    self.place = place
    self.first = first
    self.day = first
    self.inspections = InspectionWork(options, from: first, grounds: grounds.grounds.count)
    self.stations = StationWork(place, seed: options.seed, from: first)
    self.booking = BookingWork(options)
    self.returns = ReturnWork(seed: options.seed)
  }

  /// The account of the district office, which may adopt targets, supervise and publish.
  public var office: RecordID { place.staff.office.id }

  /// The requests of the next month (or day), or `nil` after the last.
  public mutating func next() -> [TimedRequest]? {
    guard day <= options.through else { return nil }
    let start = day
    let end = Swift.min(lastDay(from: start), options.through)
    var batch = Batch()
    if start == first {
      Founding.work(on: first, place, seed: options.seed, into: &batch, &expected)
      stations.takeOver(
        at: Clock.at(first, hour: 2, minute: 0), into: &batch, &expected)
    }
    inspections.work(start, end, place, into: &batch, &expected)
    stations.work(start, end, place, into: &batch, &expected)
    booking.work(start, end, place, into: &batch, &expected)
    returns.work(start, end, place, into: &batch, &expected)
    day = end.advanced(by: 1)
    let requests = batch.inOrder()
    expected.count(requests: requests.count)
    return requests
  }

  private func lastDay(from start: Day) -> Day {
    let isLarge = options.people > 20_000
    return isLarge && RoundDays()?.register.month == start.month ? start : start.month.last
  }
}
