import ArgumentParser
import Foundation
import Ledger
import Markup
import Programmes
import Quantities
import Registry

/// `luoshi export-person`.
struct ExportPersonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-person",
    abstract: "Write everything held about one person as JSON, with the entries it comes from.",
    discussion: """
      The person's record, all records that refer to it, and the offline entries that hold \
      something about them, with sealed values opened; what was erased is said to be. That it \
      was done is noted in the access log first.
      """)

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  @OptionGroup var person: PersonOptions

  @Option(help: "Who asks: a name, as the access log shall keep it.")
  var by: String

  @Option(help: "For what purpose, as the access log shall keep it.")
  var reason: String

  @Option(help: "The file to write; printed without it. It must not be there.")
  var output: String?

  func validate() throws {
    for (name, text) in [("by", by), ("reason", reason)] {
      let isBlank = text.allSatisfy(\.isWhitespace)
      guard !isBlank, text.utf8.count <= 1_000, !text.contains(where: \.isNewline) else {
        throw ValidationError("--\(name): give it in words, on one line")
      }
    }
  }

  func run() async throws {
    try await Console.run {
      if let output, FileManager.default.fileExists(atPath: output) {
        throw Failure("\(output) is there already; choose another name")
      }
      let resources = try ResourceFolder.find()
      let registry = try LedgerFolder.open(ledger, resources: resources).registry
      let (record, others) = try registry.read { view in
        let record = try person.find(in: view, today: registry.today)
        return (record, try view.records(heldWith: record, on: registry.today))
      }
      let log = try LedgerFolder.accessLog(ledger)
      let access = Access(
        at: SystemClock().milliseconds(), who: by, manner: .export, why: reason,
        records: [record.id] + others.map(\.id))
      let disclosures = try registry.disclose(access, noting: log)
      let programmes = try registry.read { $0.programmes }
      let accesses = try log.accesses().accesses.filter { $0.records.contains(record.id) }
      let json = PersonJSON(
        registry: registry, programmes: programmes, disclosures: disclosures, accesses: accesses
      ).json
      if let output {
        try PrivateFile.write(Array(json.text.utf8), to: output)
        Console.out("\(disclosures.count) records written: \(output)")
      } else {
        Console.out(Array(json.text.utf8))
      }
    }
  }
}

/// A file that its owner alone may read.
enum PrivateFile {
  static func write(_ bytes: [UInt8], to path: String) throws {
    let isMade = FileManager.default.createFile(
      atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    guard isMade else {
      throw Failure("\(path): cannot be written; check the folder and its permissions")
    }
  }
}

/// Everything held about a person, as JSON.
private struct PersonJSON {
  let registry: Registry
  let programmes: ProgrammeSet
  let disclosures: [Disclosure]
  let accesses: [Access]

  var json: JSON {
    [
      "ledger": .string(registry.properties.origin), "demo": .bool(registry.isDemo),
      "made": .string(Moment.text(SystemClock().milliseconds())),
      "records": .array(disclosures.map(record)),
      "accesses": .array(
        accesses.map { access in
          [
            "at": .string(Moment.text(access.at)), "who": .string(access.who),
            "manner": .string(access.manner.rawValue), "why": .string(access.why),
          ]
        }),
    ]
  }

  private func record(_ disclosure: Disclosure) -> JSON {
    let record = disclosure.record
    let kind = programmes.kind(record.kind)
    let state = kind?.states.first { $0.name == record.state }?.title
    var members: [JSON.Member] = [
      .init("id", .string(record.id.description)), .init("kind", .string(record.kind)),
      .init("title", title(kind?.title)), .init("state", .string(record.state)),
      .init("stateTitle", title(state)), .init("unit", .string(record.unit)),
      .init("erased", .bool(record.isErased)),
      .init("facts", .array(disclosure.facts.map { fact($0, of: kind) })),
      .init("entries", .array(disclosure.events.map { event($0, of: kind) })),
    ]
    if let arrival = disclosure.arrival { members.append(.init("sent", sent(arrival))) }
    return .object(members)
  }

  /// What a device sent, in the words of the request.
  private func sent(_ arrival: Arrival) -> JSON {
    let request = arrival.request
    return [
      "entry": .string(request.id.description), "made": .string(Moment.text(arrival.made)),
      "on": .string(request.on.description), "actor": .string(actor(request.actor)),
      "unit": .string(request.unit), "programme": .string(request.programme),
      "action": .string(request.action), "record": .string(request.subject.id.description),
      "refersTo": .array(
        request.records.sorted { $0.key < $1.key }.map { name, subject in
          ["name": .string(name), "record": .string(subject.id.description)]
        }),
      "fields": .array(
        request.fields.sorted { $0.key < $1.key }.map { path, value in
          ["name": .string(path), "value": .string(value.canonicalText)]
        }),
    ]
  }

  private func title(_ title: Title?) -> JSON {
    guard let title else { return .null }
    return ["zh": .string(title.zh), "en": .string(title.en)]
  }

  private func fact(_ fact: Disclosure.Fact, of kind: Kind?) -> JSON {
    let field = kind?.field(fact.name)
    var members: [JSON.Member] = [
      .init("name", .string(fact.name)), .init("title", title(field?.title)),
      .init("level", JSON(fact.level.map { "P\($0.rawValue)" })),
    ]
    switch fact.content {
    case .known(let value):
      members.append(.init("value", .string(value.canonicalText)))
      let choice = field?.type.choices?.first { .text($0.name) == value }
      if let choice { members.append(.init("valueTitle", title(choice.title))) }
    case .erased: members.append(.init("erased", true))
    }
    members.append(.init("entry", .integer(fact.seq)))
    return .object(members)
  }

  private func event(_ event: Disclosure.Event, of kind: Kind?) -> JSON {
    let entry = event.entry
    let programme = programmes.programme(entry.programme, UInt32(clamping: entry.programmeVersion))
    var members: [JSON.Member] = [
      .init("entry", .integer(entry.seq)), .init("at", .string(Moment.text(entry.at))),
      .init("on", .string(entry.on.description)), .init("actor", .string(actor(entry.actor))),
      .init("unit", .string(entry.unit)),
      .init("programme", .string("\(entry.programme)@\(entry.programmeVersion)")),
      .init("action", .string(entry.action)),
      .init("actionTitle", title(programme?.action(entry.action)?.1.title)),
    ]
    if let amends = entry.amends {
      members.append(
        .init(
          "amends",
          [
            "entry": .integer(amends.seq), "void": .bool(amends.manner == .void),
            "reason": .string(amends.reason),
          ]))
    }
    members.append(.init("wrote", .array(event.writes.map { fact($0, of: kind) })))
    return .object(members)
  }

  private func actor(_ actor: Actor) -> String {
    switch actor {
    case .account(let id): "account \(id)"
    case .resident(let id): "resident \(id)"
    case .clock: "clock"
    case .system: "system"
    }
  }
}
