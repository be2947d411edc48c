import Foundation
import Ledger
import Programmes
import Quantities
import Registry

/// One line of a file of requests: JSON, as docs/reference/submitting.md says.
struct RequestLine {
  /// What a line asks for.
  enum Asked {
    case request(Request)
    /// It was made without a network.
    case arrival(Arrival)
    /// It settles one that was.
    case settling(Request)
  }

  private let members: [String: RequestValue]

  private static let names: Set<String> = [
    "id", "on", "by", "unit", "programme", "action", "record", "records", "fields", "amends",
    "made", "after", "version",
  ]

  init(_ text: some StringProtocol) throws {
    let value: RequestValue
    do {
      value = try JSONDecoder().decode(RequestValue.self, from: Data(text.utf8))
    } catch let fault as RequestFault {
      throw fault
    } catch {
      throw RequestFault("is no JSON; write one object on each line")
    }
    guard case .object(let members) = value else {
      throw RequestFault("is no object; write {\"action\": …}")
    }
    if let unknown = members.keys.filter({ !Self.names.contains($0) }).min() {
      throw RequestFault(
        "\"\(unknown)\" means nothing here; known are "
          + Self.names.sorted().joined(separator: ", "))
    }
    self.members = members
  }

  /// Whether it names records that lines before it may have made.
  var looksUp: Bool {
    let records = [members["record"]].compactMap { $0 } + referred.map(\.value)
    return members["amends"] != nil || records.contains { $0.member("key") != nil }
  }

  private var referred: [String: RequestValue] {
    if case .object(let records)? = members["records"] { records } else { [:] }
  }

  /// The request; `makeID` gives numbers of which no two are equal.
  func asked(in view: LedgerView, today: Day, makeID: () -> EntryID) throws -> Asked {
    let amends = try amendment()
    let amended = try amends.map { amends in
      guard let entry = try view.entry(amends.seq) else {
        throw RequestFault("\"amends.entry\": there is no entry \(amends.seq)")
      }
      return entry
    }
    let request = Request(
      id: try id() ?? makeID(), on: try day("on") ?? amended?.on ?? today,
      actor: try actor(in: view), unit: try text("unit") ?? amended?.unit ?? needed("unit"),
      programme: try text("programme") ?? amended?.programme ?? needed("programme"),
      action: try text("action") ?? amended?.action ?? needed("action"),
      subject: try subject(amended, in: view, makeID: makeID),
      records: try records(in: view, makeID: makeID), fields: try fields(), amends: amends)
    if members["made"] != nil { return .arrival(try arrival(request)) }
    for name in ["after", "version"] where members[name] != nil {
      throw RequestFault("\"\(name)\" is of entries made without a network, which say \"made\" too")
    }
    return request.programme == "arrivals" ? .settling(request) : .request(request)
  }

  // MARK: Its parts

  private func needed(_ name: String) throws(RequestFault) -> String {
    throw RequestFault("\"\(name)\" is missing")
  }

  private func text(_ name: String) throws(RequestFault) -> String? {
    guard let value = members[name] else { return nil }
    guard let text = value.text else { throw RequestFault("\"\(name)\" must be text") }
    return text
  }

  private func day(_ name: String) throws(RequestFault) -> Day? {
    guard let text = try text(name) else { return nil }
    guard let day = Day(text) else {
      throw RequestFault("\"\(name)\" must be a day, such as 2026-11-30")
    }
    return day
  }

  private func id(_ name: String = "id") throws(RequestFault) -> EntryID? {
    guard let text = try text(name) else { return nil }
    guard let id = EntryID(text) else {
      throw RequestFault("\"\(name)\" must be a UUID, 32 hexadecimal digits")
    }
    return id
  }

  private func actor(in view: LedgerView) throws -> Actor {
    guard let by = members["by"] else { return .system }
    if let resident = by.member("resident") {
      guard let id = resident.text.flatMap({ RecordID($0) }) else {
        throw RequestFault("\"by.resident\" must be the id of a person's record")
      }
      return .resident(id)
    }
    guard let login = by.text else {
      throw RequestFault(
        "\"by\" is the login of an account, or {\"resident\": ID}; left out, the operator acts")
    }
    guard let account = try view.account(login: login) else {
      throw RequestFault("\"by\": there is no account with the login \(login)")
    }
    return account
  }

  private func amendment() throws(RequestFault) -> Amendment? {
    guard let amends = members["amends"] else { return nil }
    guard let seq = amends.member("entry")?.integer, seq >= 0,
      let manner = amends.member("how")?.text.flatMap({ Self.manners[$0] }),
      let reason = amends.member("reason")?.text
    else {
      throw RequestFault(
        "\"amends\" must be {\"entry\": NUMBER, \"how\": \"correct\" or \"void\", \"reason\": …}")
    }
    return Amendment(seq: seq, manner: manner, reason: reason)
  }

  private static let manners: [String: Amendment.Manner] = ["correct": .correct, "void": .void]

  private func subject(
    _ amended: Entry?, in view: LedgerView, makeID: () -> EntryID
  ) throws -> Subject {
    if let record = members["record"] {
      return try Self.subject(record, "record", in: view, makeID: makeID)
    }
    if let record = amended?.decision.touches.first?.record {
      return .existing(record, base: nil)
    }
    return Self.begun(makeID())
  }

  /// A record that begins, under a number of its own.
  private static func begun(_ id: EntryID) -> Subject { .new(RecordID(high: id.high, low: id.low)) }

  private func records(
    in view: LedgerView, makeID: () -> EntryID
  ) throws -> [String: Subject] {
    guard let given = members["records"] else { return [:] }
    guard case .object(let referred) = given else {
      throw RequestFault("\"records\" must be an object, such as {\"premises\": {\"new\": true}}")
    }
    var subjects: [String: Subject] = [:]
    // In one order, so that the same line makes the same ids in the same order.
    for (name, record) in referred.sorted(by: { $0.key < $1.key }) {
      subjects[name] = try Self.subject(record, "records.\(name)", in: view, makeID: makeID)
    }
    return subjects
  }

  private static func subject(
    _ record: RequestValue, _ name: String, in view: LedgerView, makeID: () -> EntryID
  ) throws -> Subject {
    if let id = record.text.flatMap({ RecordID($0) }) { return .existing(id, base: nil) }
    if case .object(let members) = record {
      switch Set(members.keys) {
      case ["new"]:
        if let id = members["new"]?.text.flatMap({ RecordID($0) }) { return .new(id) }
        if members["new"] == .truth(true) { return begun(makeID()) }
      case ["id", "base"]:
        if let id = members["id"]?.text.flatMap({ RecordID($0) }),
          let base = members["base"]?.integer.flatMap({ UInt32(exactly: $0) })
        {
          return .existing(id, base: base)
        }
      case ["key", "value"]:
        if let key = members["key"]?.text, let value = members["value"]?.keyText {
          guard let id = try view.holder(of: key, value: value) else {
            throw RequestFault("\"\(name)\": no record holds the key \(key) \(value)")
          }
          return .existing(id, base: nil)
        }
      default: break
      }
    }
    throw RequestFault(
      "\"\(name)\" must be an id, {\"new\": true or ID}, {\"id\": ID, \"base\": VERSION}, or "
        + "{\"key\": \"unit.code\", \"value\": …}")
  }

  private func fields() throws(RequestFault) -> [String: Value] {
    guard let fields = members["fields"] else { return [:] }
    guard case .object(let members) = fields else {
      throw RequestFault("\"fields\" must be an object")
    }
    var values: [String: Value] = [:]
    for (name, value) in members { values[name] = try value.value(of: "fields.\(name)") }
    return values
  }

  private func arrival(_ request: Request) throws(RequestFault) -> Arrival {
    guard members["id"] != nil else {
      throw RequestFault("\"id\" is missing; the device gave one to what it made")
    }
    let moment: Value? =
      switch members["made"] {
      case .integer(let milliseconds): .integer(milliseconds)
      case .text(let text): FieldType.time.value(of: text, on: request.on)
      default: nil
      }
    guard case .integer(let made)? = moment else {
      throw RequestFault(
        "\"made\" must be a moment, such as 2026-11-30T10:00, or milliseconds since 1970")
    }
    var version: UInt32?
    if let given = members["version"] {
      guard let number = given.integer.flatMap({ UInt32(exactly: $0) }) else {
        throw RequestFault("\"version\" must be the number of the programme's version")
      }
      version = number
    }
    return Arrival(request: request, made: made, after: try id("after"), version: version)
  }
}

extension RequestValue {
  /// A member of an object.
  fileprivate func member(_ name: String) -> RequestValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// What a key is looked up by; one over several fields has a list.
  fileprivate var keyText: String? {
    switch self {
    case .text(let text): text
    case .integer(let integer): String(integer)
    case .list(let items):
      items.compactMap(\.keyText).joined(separator: "\u{1F}")
    case .truth, .object: nil
    }
  }
}
