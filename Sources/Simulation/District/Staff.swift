import Programmes
import Quantities

/// Who works in the district: accounts bound to units.
struct Staff: Sendable {
  /// A person who signs in.
  struct Member: Sendable {
    let id: RecordID
    let login: String
    let name: String
    let role: String
    let unit: String

    var actor: Actor { .account(id) }
  }

  /// The district office: founds, supervises and publishes.
  let office: Member
  /// Leads of the subdistricts, in their order.
  let leads: [Member]
  /// Enforcement officers of the subdistricts, in their order.
  let officers: [Member]
  /// One worker for each community and village, in the order of the grounds.
  let workers: [Member]
  /// One member of each bureau that the simulation needs.
  let bureaus: [String: Member]

  init(_ grounds: Grounds, seed: UInt64, at: Int64) {
    var draw = Draw(seed: seed, stream: 1)
    func member(_ login: String, _ role: String, _ unit: String) -> Member {
      Member(
        id: draw.id(at: at), login: login, name: Names.person(&draw), role: role, unit: unit)
    }
    self.office = member("office", "office", grounds.district)
    self.leads = grounds.subdistricts.map { member("lead-\($0)", "lead", $0) }
    self.officers = grounds.subdistricts.map { member("officer-\($0)", "enforcement", $0) }
    self.workers = grounds.grounds.map { member("worker-\($0.code)", "worker", $0.code) }
    var bureaus: [String: Member] = [:]
    for code in grounds.bureaus { bureaus[code] = member("bureau-\(code)", "bureau", code) }
    self.bureaus = bureaus
  }

  /// Everybody, the district office first.
  var all: [Member] {
    [office] + leads + officers + bureaus.values.sorted { $0.unit < $1.unit } + workers
  }
}
