import Programmes

/// Where the work is done and by whom.
struct Place: Sendable {
  let grounds: Grounds
  let staff: Staff

  /// The lead of the subdistrict that a community or village belongs to.
  func lead(for ground: Int) -> Staff.Member {
    staff.leads[grounds.grounds[ground].subdistrict]
  }

  /// Who acts for a bureau, and as which unit; the system for the district where there is none.
  func bureau(_ suffix: String) -> (actor: Actor, unit: String) {
    guard let code = grounds.bureaus.first(where: { $0.hasSuffix(suffix) }),
      let member = staff.bureaus[code]
    else { return (.system, grounds.district) }
    return (member.actor, code)
  }

  /// The enforcement officer of its subdistrict.
  func officer(for ground: Int) -> Staff.Member {
    staff.officers[grounds.grounds[ground].subdistrict]
  }
}
