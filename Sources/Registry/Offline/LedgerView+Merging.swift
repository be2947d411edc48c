import Programmes
import Quantities
import Storage

extension LedgerView {
  /// Why an arrival cannot be merged as a request asks; `nil` if it can, or is asked otherwise.
  ///
  /// Merged with nothing, an arrival would be on no list any more, and what rests on it without a
  /// record.
  func mergeRefusal(_ request: Request) throws -> Refusal? {
    guard request.action == "arrival.merge", request.amends == nil,
      let given = request.fields["into"], let item = try arrival(request.subject.id)
    else { return nil }
    let asked = item.arrival.request
    guard item.isBeginning else {
      return .fieldInvalid(
        "into",
        reason: "has no use, since this offline entry registers nothing; insist on it or drop it",
        reasonZh: "不适用：这条离线登记没有建立新记录，请用“以此为准”或“不予入账”")
    }
    let kind = String(asked.action.prefix { $0 != "." })
    guard let id = RecordID(given.canonicalText), id != asked.subject.id,
      let record = try record(id), record.kind == kind, record.state != Record.voidState
    else {
      return .fieldInvalid(
        "into", reason: "must be the id of another \(kind) that is in the ledger",
        reasonZh: "应为账本中另一条同类记录（\(kind)）的编号，请核对")
    }
    return nil
  }
}
