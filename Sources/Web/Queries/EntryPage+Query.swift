import Ledger
import Programmes
import Publishing
import Quantities
import Registry
import Storage

extension EntryPage {
  /// The public face of an entry, made from its leaf: what is not in the leaf cannot be shown.
  init(desk: Desk, seq: Int64) throws {
    let count = try desk.view.through()
    guard let stored = try desk.view.stored(seq), seq < count else {
      throw Problem(
        code: "entry.unknown", status: 404, title: .notFound,
        what: Text.entryUnknown.filled(String(seq)),
        remedy: count == 0 ? .ledgerEmpty : Text.entryHelp.filled(String(count - 1)))
    }
    let leaf = try Leaf(decoding: stored.leaf)
    let titles = EntryTitles(programmes: desk.view.programmes, language: desk.language)
    let faces = LeafFaces(
      desk: desk, leaf: leaf, erased: try Self.erased(in: EntryCodec.decode(stored), desk: desk))
    self.init(
      seq: seq, count: count,
      programme: titles.programme(leaf.programme, version: leaf.programmeVersion),
      version: "\(leaf.programme)@\(leaf.programmeVersion)",
      action: titles.action(
        programme: leaf.programme, version: leaf.programmeVersion, path: leaf.action),
      unit: desk.names.name(leaf.unit, on: leaf.on), day: leaf.on, fields: faces.fields,
      deltas: faces.deltas, sealed: faces.sealed,
      record: try Self.publicRecord(desk: desk, seq: seq),
      leafHash: stored.leafHash.description,
      receipt: try desk.view.receiptCheckpoint(of: seq).map {
        .init(size: $0.size, note: $0.note)
      },
      proof: try desk.view.proof(of: seq)?.description,
      amends: leaf.amends.map { Amended(seq: $0.seq, isVoid: $0.manner == .void) },
      amendedBy: try Self.amendments(of: seq, desk: desk), erased: faces.erasedTitles,
      marks: leaf.marks.map { EntryMark.title($0).text(in: desk.edition.language) })
  }

  /// The sealed facts whose keys were destroyed.
  private static func erased(in entry: Entry, desk: Desk) throws -> Set<FieldPath> {
    var erased: Set<FieldPath> = []
    for write in entry.sealedWrites where try desk.view.isErased(keyNumber: write.keyNumber) {
      erased.insert(FieldPath(touch: write.touch, name: write.name))
    }
    return erased
  }

  /// The entries that put one right; they stand in the history of its subject.
  private static func amendments(of seq: Int64, desk: Desk) throws -> [Amended] {
    guard let subject = try desk.view.entry(seq)?.decision.touches.first?.record,
      let record = try desk.view.record(subject)
    else { return [] }
    return try desk.view.history(of: record, limit: 200).compactMap { entry in
      guard let amends = entry.amends, amends.seq == seq else { return nil }
      return Amended(seq: entry.seq, isVoid: amends.manner == .void)
    }
  }

  /// The first record touched, if records of its kind are public.
  private static func publicRecord(desk: Desk, seq: Int64) throws -> Route? {
    let touches = try desk.view.entry(seq)?.decision.touches ?? []
    let found = touches.first { desk.view.programmes.kind($0.kind)?.isPublicThing == true }
    return found.map { .record($0.record) }
  }
}

/// A leaf's facts, seals and movements with their titles.
private struct LeafFaces {
  let desk: Desk
  let leaf: Leaf
  let erased: Set<FieldPath>

  private func field(_ path: FieldPath) -> Field? {
    guard leaf.touches.indices.contains(path.touch) else { return nil }
    return desk.view.programmes.kind(leaf.touches[path.touch].kind)?.field(path.name)
  }

  private func title(_ path: FieldPath) -> String {
    field(path)?.title.text(in: desk.language) ?? path.name
  }

  var fields: [EntryPage.OpenField] {
    leaf.fields.map { item in
      EntryPage.OpenField(
        title: title(item.path), value: desk.text(item.value, of: field(item.path)))
    }
  }

  var sealed: [String] { leaf.seals.map(\.path).filter { !erased.contains($0) }.map(title) }

  var erasedTitles: [String] { leaf.seals.map(\.path).filter(erased.contains).map(title) }

  var deltas: [EntryPage.OpenDelta] {
    leaf.deltas.map { delta in
      let measure = desk.view.programmes.measure(delta.measure)
      let choice = measure?.parts.first { $0.name == delta.part }
      return EntryPage.OpenDelta(
        title: measure?.title.text(in: desk.language) ?? delta.measure,
        part: choice?.title.text(in: desk.language) ?? delta.part,
        unit: desk.names.name(delta.unit, on: delta.day), day: delta.day,
        amount: Decimal64(mantissa: delta.amount, scale: measure?.decimals ?? 0),
        countingUnit: measure?.countingUnit ?? "",
        card: .number(
          NumberQuery(
            measure: delta.measure, part: nil, unit: delta.unit, from: delta.day.month.first,
            to: delta.day.month.last)))
    }
  }
}
