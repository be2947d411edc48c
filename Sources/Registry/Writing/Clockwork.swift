// What happens because a time has come: holds that lapse, deadlines that pass. Each record that
// waits holds a key whose value begins with the moment, so what is due is the beginning of an
// ordered list.

internal import Ledger
public import Programmes
public import Quantities
import Storage

/// What came of one look at the clock.
public struct ClockRound: Sendable {
  /// How many entries were made.
  public let doneCount: Int
  /// What was due and may not be, each with the reason; it is tried again when the record has
  /// changed, or the program is started again.
  public let refused: [(record: RecordID, action: String, refusal: Refusal)]
  /// Whether more is due already.
  public let hasMore: Bool
}

extension Registry {
  /// Does what has come due: the clock submits each action whose time has come, as anybody would.
  ///
  /// Call it again and again, and at once while `hasMore`. The ids of its requests follow from the
  /// record's version and the moment, so that what was done and not yet seen is not done twice.
  public func actOnTime(limit: Int = 1_024) throws -> ClockRound {
    let now = max(clock.milliseconds(), 0)
    let aside = setAside
    let (requests, hasMore) = try read { try $0.due(at: now, limit: limit, but: aside) }
    guard !requests.isEmpty else { return ClockRound(doneCount: 0, refused: [], hasMore: false) }
    let outcomes = try submit(batch: requests.map { (at: nil, request: $0) })
    var doneCount = 0
    var refused: [(record: RecordID, action: String, refusal: Refusal)] = []
    for (request, outcome) in zip(requests, outcomes) {
      guard case .refused(let refusal) = outcome else {
        doneCount += 1
        continue
      }
      // Somebody was quicker: the record is looked at again in its new version.
      if case .stale = refusal { continue }
      refused.append((request.subject.id, request.action, refusal))
      noteSetAside(request.id)
    }
    return ClockRound(doneCount: doneCount, refused: refused, hasMore: hasMore)
  }
}

extension LedgerView {
  /// The requests of what is due at a moment, in the order of time, but for some.
  func due(
    at now: Int64, limit: Int, but stuck: Set<EntryID>
  ) throws -> (requests: [Request], hasMore: Bool) {
    let end = Array(Deadline.prefix(now + 1).utf8)
    var requests: [Request] = []
    for kind in programmes.latest.flatMap(\.kinds) {
      for deadline in kind.deadlines {
        let held = try reader.keys(
          named: deadline.key, before: end, limit: limit + stuck.count + 1)
        for item in held {
          guard let record = try reader.record(item.holder)?.record else { continue }
          let request = request(deadline, of: kind, record, held: item, at: now)
          if !stuck.contains(request.id) { requests.append(request) }
        }
      }
    }
    return (Array(requests.prefix(limit)), requests.count > limit)
  }

  private func request(
    _ deadline: Deadline, of kind: Kind, _ record: Record, held: HeldKey, at now: Int64
  ) -> Request {
    let due = Deadline.moment(in: String(decoding: held.key.value, as: UTF8.self)) ?? now
    let words = EntryID.words(
      of: Hash.sha256(
        Array(deadline.key.utf8) + [0x1F] + held.key.value + Array("\u{1F}\(record.version)".utf8)))
    let today = Day(milliseconds: now)
    // A unit that was merged or converted acts no more, and who took over from it does.
    let unit = directory.ancestors(of: record.unit, on: today).first ?? record.unit
    return Request(
      id: EntryID(milliseconds: due, random: (words[0], words[1])), on: today,
      actor: .clock, unit: unit, programme: kind.programme,
      action: "\(kind.name).\(deadline.action)",
      subject: .existing(record.id, base: record.version), records: [:], fields: [:])
  }
}
