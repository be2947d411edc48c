import Adoption
import Indicators
import Programmes
import Quantities
import Reading

/// Prints what adopting a report did, and what is left for a person.
struct AdoptionPrinter {
  let document: ReadDocument
  let plan: AdoptionPlan
  let entered: AdoptionEntering

  func show() {
    Console.out("\(document.name)")
    Console.out("")
    Console.out("目标 targets (\(plan.targets.count))")
    for planned in plan.targets { Console.out("  " + line(planned)) }
    Console.out("")
    Console.out("上年结果 past figures entered as statistics returns (\(plan.returns.count))")
    for planned in plan.returns { Console.out("  " + line(planned)) }
    Console.out("")
    printUnbound()
    Console.out("")
    Console.out(
      "\(entered.entered) entries made, \(entered.repeated) had been made before, "
        + "\(entered.refused.count) refused")
    for (index, refusal) in entered.refused {
      let request = plan.requests[index]
      let message = refusal.message(in: .en, naming: nil, action: request.action)
      Console.out("  refused \(request.action): \(message)")
    }
  }

  private func line(_ planned: AdoptionPlan.PlannedTarget) -> String {
    let target = planned.target
    let value = [target.value, target.high].compactMap { $0?.description }.joined(separator: "–")
    let places = target.places.map { place(Int($0.span.start)) }.joined(separator: ", ")
    let bound = target.indicator ?? "待对应 unbound"
    return "\(target.year) \(target.name) \(target.form.rawValue) \(target.comparator.rawValue) "
      + "\(value)\(target.unit) [\(bound)] at \(places)"
  }

  private func line(_ planned: AdoptionPlan.PlannedReturn) -> String {
    let figure = planned.figure
    return "\(figure.period) \(figure.indicator) \(figure.form.rawValue) \(figure.value) "
      + "(\(figure.vintage.rawValue)) at \(place(planned.place))"
  }

  private func printUnbound() {
    Console.out("未能对应 not bound (\(plan.unbound.count))")
    for reason in AdoptionPlan.Reason.allCases {
      let group = plan.unbound.filter { $0.reason == reason }
      guard !group.isEmpty else { continue }
      Console.out("  \(words(reason)) (\(group.count))")
      for item in group {
        Console.out("    \(place(item.offset)) \(item.quote.flattened) — \(item.name)")
      }
    }
  }

  private func words(_ reason: AdoptionPlan.Reason) -> String {
    switch reason {
    case .targetWithoutIndicator:
      "目标已录入,待人工对应指标: entered as targets, waiting for somebody to name the indicator"
    case .aimWithoutNumber: "没有数值的目标,未录入: aims without a number, not entered"
    case .pastFigureWithoutIndicator:
      "目录中没有的指标,未录入: past figures of no indicator in the catalogue, not entered"
    case .pastFigureWithoutPeriod: "未写明时期,未录入: the text does not say when, not entered"
    case .kindNotKept: "位次、等级、区间等,未录入: ranks, grades, ranges, not entered"
    case .contradicts: "与前文不一致,未录入: contradicts an earlier statement, not entered"
    }
  }

  private func place(_ offset: Int) -> String {
    Place(of: offset, in: document.bytes).description
  }
}

extension String {
  /// On one line.
  var flattened: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
