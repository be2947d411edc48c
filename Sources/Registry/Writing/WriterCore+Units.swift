// What units and definitions may not become, and the words for it. Only new entries are held to it:
// what is in the ledger was accepted, and folding takes it as it is.

import Indicators
import Programmes
import Quantities
import Storage

extension WriterCore {
  /// Refuses units and definitions that would leave the directory inconsistent; `batch` is what
  /// the requests before this one change.
  func checkDirectory(
    _ decision: Decision, of request: Request, seq: Int64, with batch: () -> ProjectionBatch
  ) throws {
    for touch in decision.touches where state.concerns(kind: touch.kind) {
      let record = Folding.applied(touch, to: try state.row(touch.record), seq: seq)
      var trial = state.directory
      do {
        try trial.note(record, on: request.on)
      } catch let error as UnitTreeError {
        throw Refusal.unitUnchangeable(zh: error.descriptionZh + "。", en: "\(error)".sentence)
      } catch {
        throw Refusal.fieldInvalid("text", reason: "\(error)", reasonZh: "\(error)")
      }
      if touch.kind == BuiltIn.programmeKind {
        try checkStyles(trial.programmes)
      } else if state.directory.programmes.kind(touch.kind)?.provides == .units {
        try checkUnit(record, on: request.on, after: trial, with: batch)
        // A unit that is founded stands under those above it only from now on.
        for delta in decision.deltas {
          guard let unit = trial.closer(of: delta.unit, on: delta.day) else { continue }
          throw Refusal.periodClosed(unit: unit, month: delta.day.month)
        }
      }
    }
  }

  /// What the sum of all records was cannot become what happened, or the other way round: earlier
  /// numbers would say something else.
  private func checkStyles(_ programmes: ProgrammeSet) throws {
    for measure in programmes.allMeasures {
      guard let before = state.directory.programmes.measure(measure.id),
        before.isStock != measure.isStock || before.isDistinct != measure.isDistinct
      else { continue }
      throw Refusal.fieldInvalid(
        "text", reason: "makes another kind of number of \(measure.id); give it a new name",
        reasonZh: "改变了指标\(measure.id)的性质，请为它另取名称")
    }
  }

  private func checkUnit(
    _ record: Record, on day: Day, after trial: Directory, with batch: () -> ProjectionBatch
  ) throws {
    let rows = state.directory.units[record.id] ?? []
    if let last = rows.last, let from = last.validFrom, day < from {
      let error = UnitTreeError.changedLater(code: last.code, on: from)
      throw Refusal.unitUnchangeable(zh: error.descriptionZh + "。", en: "\(error)".sentence)
    }
    let ended = trial.units[record.id]?.last
    if let last = rows.last, ended?.validThrough != last.validThrough, ended?.successor == nil {
      try checkNothingLeft(at: last.code, with: batch)
    }
    guard let older = state.directory.tree, let newer = trial.tree else { return }
    for (code, from) in newer.changes(since: older) {
      for unit in Set([state.directory, trial].flatMap { $0.ancestors(of: code, on: day) }) {
        guard let month = trial.closedMonth(of: unit, from: max(from, day)) else { continue }
        throw Refusal.periodClosed(unit: unit, month: month)
      }
    }
  }

  /// A unit ends without a successor only if nothing is left that would count nowhere.
  private func checkNothingLeft(at code: String, with batch: () -> ProjectionBatch) throws {
    var left: [String: Int64] = [:]
    for (key, amount) in try state.ownTallies(of: code, with: batch()) {
      left[key.measure, default: 0] += amount
    }
    let programmes = state.directory.programmes
    let measures = left.filter { $0.value != 0 }.keys.sorted().compactMap { id in
      programmes.measure(id).flatMap { measure in
        measure.isStock && programmes.kind(measure.kind)?.provides == nil ? measure : nil
      }
    }
    guard !measures.isEmpty else { return }
    let list = { (language: Language, separator: String) in
      measures.map { $0.title.text(in: language) }.joined(separator: separator)
    }
    throw Refusal.unitUnchangeable(
      zh: "单位\(code)还有：\(list(.zh, "、"))。请先划转或办结，或改用“合并”，由另一单位接管。",
      en: "Unit \(code) still has: \(list(.en, ", ")). Give them to another unit or finish them "
        + "first, or merge the unit into another, which takes them over.")
  }

  /// Says of a unit that ended that it did.
  func namingEnded<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch Refusal.unitUnknown(let code) {
      guard let tree = state.directory.tree, let last = tree.lastDay(of: code), last < state.day
      else { throw Refusal.unitUnknown(code) }
      throw Refusal.unitEnded(code, last: last, successor: tree.successor(of: code))
    }
  }
}

extension String {
  /// With a capital and a full stop.
  fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
