import Ledger
import Programmes
import Quantities
import Storage

extension WriterCore {
  /// Enters the definitions that the ledger lacks, in their order.
  func enter(_ drafts: [ProgrammeDraft]) throws {
    let known = Set(try publishedReferences())
    let missing = drafts.filter { !known.contains("\($0.name)@\($0.version)") }
    guard !missing.isEmpty else { return }
    let outcomes = try process(missing.map { Job(request: publication(of: $0), at: nil) })
    for case .refused(let refusal) in outcomes { throw refusal }
  }

  private func publishedReferences() throws -> [String] {
    try programmeRecords().compactMap { record in
      guard let name = record.value("name")?.text,
        case .integer(let version)? = record.value("version")
      else { return nil }
      return "\(name)@\(version)"
    }
  }

  /// A definition as a request; its ids follow from its content, so that it is entered once.
  private func publication(of draft: ProgrammeDraft) -> Request {
    let digest = Hash.sha256(Array(draft.sourceText.utf8))
    let entry = EntryID(bytes: digest.bytes.prefix(16))
    let record = RecordID(bytes: digest.bytes.suffix(16))
    guard let entry, let record else { preconditionFailure("a digest has 32 bytes") }
    return Request(
      id: entry, on: Day(milliseconds: now), actor: .system, unit: BuiltIn.ledgerUnit,
      programme: BuiltIn.programmes, action: BuiltIn.publish, subject: .new(record), records: [:],
      fields: [
        "name": .text(draft.name), "version": .integer(Int64(draft.version)),
        "digest": .text(digest.description), "text": .text(draft.sourceText),
      ])
  }
}
