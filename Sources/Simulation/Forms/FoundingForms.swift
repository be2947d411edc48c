import Indicators
import Programmes
import Quantities

/// The entry forms of `units` and `accounts`, which the system itself fills in at the beginning.
enum FoundingForms {
  static func found(_ id: RecordID, _ unit: AdministrativeUnit, on day: Day) -> Form {
    var fields: [String: Value] = [
      "code": .text(unit.code), "name": .text(unit.nameZh), "name-en": .text(unit.nameEn),
      "level": .text(unit.level.rawValue), "from": .day(unit.validFrom ?? day),
    ]
    if let parent = unit.parent { fields["parent"] = .text(parent) }
    if let end = unit.validThrough { fields["to"] = .day(end) }
    return Form(
      programme: "units", action: "unit.found", subject: .new(id), fields: fields)
  }

  static func open(_ member: Staff.Member) -> Form {
    Form(
      programme: "accounts", action: "account.open", subject: .new(member.id),
      fields: [
        "login": .text(member.login), "name": .text(member.name),
        "roles": .list([["role": .text(member.role), "unit": .text(member.unit)]]),
      ])
  }
}
