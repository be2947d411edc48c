import Ledger
import Programmes
import Quantities
import Storage

/// Which version of its programme an arrival is decided under.
enum ArrivalVersion: Hashable {
  /// The latest: it was made under it, or does not say under which, or somebody insists on it.
  case latest
  /// The one it was made under, which is open still.
  case earlier(UInt32)
  /// The one it was made under is closed; what has happened is entered under it all the same.
  case closed(UInt32)
  /// The latest counts, limits or keeps unique otherwise: nothing is decided under this one.
  case broken(UInt32)
  /// The ledger has no such version.
  case unknown(UInt32)

  /// The version to decide under; `nil` for the latest.
  var number: UInt32? {
    switch self {
    case .earlier(let number), .closed(let number): number
    case .latest, .broken, .unknown: nil
    }
  }
}

extension LedgerView {
  /// Which version an arrival is decided under: it depends on when the ledger got it, and not on
  /// when that is asked.
  func version(of item: ArrivalItem) throws -> ArrivalVersion {
    let name = item.arrival.request.programme
    guard let number = item.arrival.version, let latest = programmes.latest(name),
      number != latest.version
    else { return .latest }
    guard programmes.programme(name, number) != nil else { return .unknown(number) }
    let isOpen = try isOpen(name, number, for: item)
    let isSafe = programmes.keepsPromises(name, number)
    if item.isInsisted && !(isOpen && isSafe) { return .latest }
    if !isSafe { return .broken(number) }
    return isOpen ? .earlier(number) : .closed(number)
  }

  /// Whether a version still took arrivals when the ledger kept one.
  ///
  /// Each later version says for how long earlier ones stay open; the first of these ends counts.
  /// What was kept before a later version was published is not touched by it: while a clock that
  /// was put back catches up, both have the same moment.
  private func isOpen(_ name: String, _ number: UInt32, for item: ArrivalItem) throws -> Bool {
    for later in programmes.programmes where later.name == name && later.version > number {
      guard let published = try published(later), published.seq < item.keptSeq else { continue }
      let closing = published.at + Int64(later.overlapDays) * 86_400_000
      if item.receivedAt >= closing { return false }
    }
    return true
  }

  /// Where and when a version was published, in milliseconds since 1970-01-01T00:00Z.
  private func published(_ programme: Programme) throws -> (seq: Int64, at: Int64)? {
    let key = "\(BuiltIn.programmeKind).version"
    let record = try holder(of: key, value: "\(programme.name)\u{1F}\(programme.version)")
    guard let record, let first = try places(of: record).first else { return nil }
    return try entry(first).map { (first, $0.at) }
  }

  /// What the latest version asks otherwise than the one that an arrival was made under.
  func differences(of arrival: Arrival) -> [Title] {
    let name = arrival.request.programme
    guard let number = arrival.version, let latest = programmes.latest(name),
      let older = programmes.programme(name, number), number != latest.version
    else { return [] }
    return older.differences(to: latest)
  }
}
