import Ledger
import Programmes
import Publishing
import Quantities
import Registry

extension RecordPage {
  /// Entries shown of a record's history.
  private static let historyMax = 200

  /// What is public of a record; one that is not public is as unknown as one that is not there.
  init(desk: Desk, id: RecordID) throws {
    guard let record = try desk.view.record(id),
      let kind = desk.view.programmes.kind(record.kind), kind.isPublicThing
    else {
      throw Problem(
        code: "record.unknown", status: 404, title: .notFound,
        what: Text.recordUnknown.filled(id.description), remedy: .recordHelp)
    }
    let facts = kind.fields.compactMap { field -> OpenFact? in
      guard field.level == .open, let value = record.value(field.name),
        let seq = record.facts[field.name]?.seq
      else { return nil }
      return OpenFact(
        title: field.title.text(in: desk.language), value: desk.text(value, of: field), seq: seq)
    }
    let titles = EntryTitles(programmes: desk.view.programmes, language: desk.language)
    let history = try desk.view.history(of: record, limit: Self.historyMax)
    self.init(
      id: id, name: record.publicName ?? kind.title.text(in: desk.language),
      kind: kind.title.text(in: desk.language), state: kind.stateTitle(record, desk.language),
      path: desk.names.path(record.unit), facts: facts,
      hiddenCount: record.facts.count - facts.count,
      events: history.map { entry in
        Event(
          seq: entry.seq, day: entry.on,
          action: titles.action(
            programme: entry.programme, version: entry.programmeVersion, path: entry.action))
      }, isErased: record.isErased)
  }
}

extension Record {
  /// The name of a public thing.
  var publicName: String? {
    guard case .text(let name)? = value("name") else { return nil }
    return name
  }
}

extension Kind {
  /// The title of the state that a record is in.
  func stateTitle(_ record: Record, _ language: Language) -> String {
    if record.state == Record.voidState { return language(.recordVoid) }
    return states.first { $0.name == record.state }?.title.text(in: language) ?? record.state
  }
}
