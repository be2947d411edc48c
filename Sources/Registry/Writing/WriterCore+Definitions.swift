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
    let jobs = try missing.map { draft in
      let request = publication(of: draft)
      return Job(request: request, at: nil, digest: try secrets.digest(of: request))
    }
    for case .refused(let refusal) in try process(jobs) { throw refusal }
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
    let words = ID<Hash>.words(of: digest)
    // Below all ids that have a time, so that those of today stay the highest.
    let entry = EntryID(milliseconds: 0, random: (words[0], words[1]))
    let record = RecordID(milliseconds: 0, random: (words[2], words[3]))
    return Request(
      id: entry, on: Day(milliseconds: now), actor: .system, unit: BuiltIn.ledgerUnit,
      programme: BuiltIn.programmes, action: BuiltIn.publish, subject: .new(record), records: [:],
      fields: [
        "name": .text(draft.name), "version": .integer(Int64(draft.version)),
        "digest": .text(digest.description), "text": .text(draft.sourceText),
      ])
  }
}
