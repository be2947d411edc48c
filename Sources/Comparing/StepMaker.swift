import Quantities
import Reading

/// Pairs the promises of one report with the figures of the next.
struct StepMaker {
  private let before: ReportRecord
  private let after: ReportRecord
  private let definer: Definer
  private let results: [ReportRecord.Result]
  /// What the promising report says about the year before its own.
  private let bases: [ReportRecord.Result]
  private let review: ReviewText
  /// Whether the report has any figure of a known indicator for the year; if it has none, its
  /// silence on one of them says nothing.
  private let looksBack: Bool

  init(before: ReportRecord, after: ReportRecord, definer: Definer) {
    self.before = before
    self.after = after
    self.definer = definer
    results = after.results(of: before.report.year)
    bases = before.results(of: before.report.year - 1)
    review = ReviewText(after)
    looksBack = results.contains { $0.definition.id != nil }
  }

  func step() -> Step {
    let rows = before.promises.map(row)
    return Step(
      promise: before.report, report: after.report,
      rows: rows.filter { $0.indicatorID != nil } + rows.filter { $0.indicatorID == nil },
      beyondCount: before.beyondCount)
  }

  private func row(_ pledge: ReportRecord.Pledge) -> Row {
    let finding = find(pledge)
    return Row(
      indicator: pledge.promise.indicator, indicatorID: pledge.definition?.id,
      measure: pledge.measure, promised: pledge.promise, reported: finding.reported,
      others: finding.others, verdict: finding.verdict, margin: finding.margin,
      remarks: finding.remarks, sequel: SequelRule(after: after).sequel(of: pledge))
  }

  /// What was found for a promise.
  private struct Finding {
    var verdict: Verdict
    var reported: Statement?
    var others: [Statement] = []
    var margin: Margin?
    var remarks: [Remark] = []
  }

  private func find(_ pledge: ReportRecord.Pledge) -> Finding {
    guard let definition = pledge.definition else { return silence(pledge) }
    // Places in an order and multiples of something earlier answer no target.
    let results = results.filter {
      $0.statement.measure == pledge.measure
        || ![.rank, .multiple, .grade].contains($0.statement.measure)
    }
    let same = results.filter { $0.definition == definition }
    let related = results.filter {
      $0.definition.concept == definition.concept && $0.definition != definition
    }
    guard pledge.measure != .words else { return unnumbered(pledge, same + related) }
    let comparable = same.filter { isComparable($0, pledge) }
    if !comparable.isEmpty { return judge(comparable, pledge, definition) }
    // Of a bare wording another unit may as well count another thing.
    if !same.isEmpty, definition.id != nil {
      return derive(same, pledge, definition) ?? otherMeasure(same, pledge)
    }
    if let found = redefined(related, pledge, definition) { return found }
    return silence(pledge)
  }

  private func isComparable(
    _ result: ReportRecord.Result, _ pledge: ReportRecord.Pledge
  ) -> Bool {
    guard result.statement.measure == pledge.measure else { return false }
    guard let left = result.magnitude, let right = pledge.magnitude else {
      return pledge.measure == .grade && result.statement.unit == pledge.promise.unit
    }
    return BaseUnit.compatible(left.unit, right.unit, name: pledge.promise.indicator)
  }

  // MARK: The same indicator

  private func judge(
    _ found: [ReportRecord.Result], _ pledge: ReportRecord.Pledge, _ definition: Definition
  ) -> Finding {
    let judged = found.map { result in (result, judgement(result.magnitude, pledge, nil)) }
    guard let (first, judgement) = judged.first else { return silence(pledge) }
    let others = found.dropFirst().map(\.statement)
    let isOne = judged.allSatisfy { $0.1.verdict == judgement.verdict }
    // A bare wording that is counted twice with different numbers is two things, not one.
    let isSure = definition.id != nil || found.allSatisfy { agrees($0, first) }
    guard isOne, isSure else {
      // Of a bare wording's figures the one for the whole year answers, others being parts of it.
      let whole = found.filter(\.isWholeYear)
      if definition.id == nil, let total = whole.first, whole.count < found.count,
        whole.allSatisfy({ agrees($0, total) })
      {
        var finding = judge(whole, pledge, definition)
        finding.others += found.filter { !$0.isWholeYear }.map(\.statement)
        return finding
      }
      return Finding(verdict: .conflicting, reported: first.statement, others: others)
    }
    var remarks = judgement.remarks
    if first.statement.standing == .estimated { remarks.append(.estimated) }
    return Finding(
      verdict: judgement.verdict, reported: first.statement, others: others,
      margin: margin(judgement.margin, pledge), remarks: remarks)
  }

  private func agrees(_ left: ReportRecord.Result, _ right: ReportRecord.Result) -> Bool {
    guard let left = left.magnitude, let right = right.magnitude else { return false }
    return left.agrees(with: right)
  }

  private func judgement(
    _ reported: Magnitude?, _ pledge: ReportRecord.Pledge, _ slack: Decimal64?
  ) -> Judge.Judgement {
    guard let promised = pledge.magnitude, let reported else {
      return Judge.Judgement(verdict: .undecided, margin: nil, remarks: [.outOfRange])
    }
    let direction = definer.direction(
      pledge.definition, name: pledge.promise.indicator, promised, pledge.measure)
    return Judge(promised: promised, direction: direction).judge(reported, slack: slack)
  }

  /// A difference in base units, in the unit of the promise.
  private func margin(_ value: Decimal64?, _ pledge: ReportRecord.Pledge) -> Margin? {
    guard let value, let magnitude = pledge.magnitude else { return nil }
    if magnitude.unit == "%" { return Margin(value: value.reduced, unit: "百分点") }
    // Scales are powers of ten but for a few units; six places hold what can be printed.
    guard let printed = value.divided(by: magnitude.scale, scale: 6) else { return nil }
    return Margin(value: printed.reduced, unit: pledge.promise.unit)
  }

  // MARK: Another measure of it

  /// The growth that follows from two levels, or the level from growth, where prices allow it.
  private func derive(
    _ same: [ReportRecord.Result], _ pledge: ReportRecord.Pledge, _ definition: Definition
  ) -> Finding? {
    guard let id = definition.id, Concepts.nominal.contains(id), let promised = pledge.magnitude,
      let base = single(bases.filter { $0.definition == definition }, .level)
    else { return nil }
    let wanted: Measure = pledge.measure == .growth ? .level : .growth
    guard pledge.measure == .growth || pledge.measure == .level,
      let other = single(same, wanted), let known = other.magnitude, let start = base.magnitude,
      known.comparator == .eq, start.comparator == .eq
    else { return nil }
    let computed =
      pledge.measure == .growth
      ? Derivation.growth(from: start, to: known, like: promised)
      : Derivation.level(from: start, by: known, like: promised)
    guard let computed else { return nil }
    let judgement = judgement(computed, pledge, computed.step)
    var remarks = [Remark.derived]
    if other.statement.standing == .estimated { remarks.append(.estimated) }
    return Finding(
      verdict: judgement.verdict, reported: other.statement, others: [base.statement],
      margin: margin(judgement.margin?.rounded(to: 2), pledge), remarks: remarks)
  }

  /// The one value among them, or none when they differ.
  private func single(
    _ results: [ReportRecord.Result], _ measure: Measure
  ) -> ReportRecord.Result? {
    let found = results.filter { $0.statement.measure == measure && $0.magnitude != nil }
    guard let first = found.first,
      found.allSatisfy({ agrees($0, first) || $0.statement == first.statement })
    else { return nil }
    return first
  }

  private func otherMeasure(
    _ same: [ReportRecord.Result], _ pledge: ReportRecord.Pledge
  ) -> Finding {
    let first = same.first { $0.statement.measure == pledge.measure } ?? same.first
    let isUnit = first?.statement.measure == pledge.measure
    return Finding(
      verdict: .otherMeasure, reported: first?.statement,
      others: same.map(\.statement).filter { $0 != first?.statement },
      remarks: isUnit ? [.unit] : isOfPrices(pledge) ? [.priceBasis] : [])
  }

  private func isOfPrices(_ pledge: ReportRecord.Pledge) -> Bool {
    guard let id = pledge.definition?.id else { return false }
    return !Concepts.nominal.contains(id) && definer.indicator(id)?.unit.hasSuffix("元") == true
  }

  // MARK: Another definition

  private func redefined(
    _ related: [ReportRecord.Result], _ pledge: ReportRecord.Pledge, _ definition: Definition
  ) -> Finding? {
    let fitting = related.filter { $0.statement.measure == pledge.measure }
    guard let first = fitting.first(where: { isComparable($0, pledge) }) ?? fitting.first else {
      return nil
    }
    let others = fitting.map(\.statement).filter { $0 != first.statement }
    var finding = Finding(
      verdict: .redefined, reported: first.statement, others: others, remarks: [.wording])
    if isComparable(first, pledge), Set(fitting.map(\.definition)).count == 1 {
      let judgement = judgement(first.magnitude, pledge, nil)
      finding.margin = margin(judgement.margin, pledge)
      finding.remarks += judgement.remarks
    } else if !isComparable(first, pledge) {
      finding.remarks.append(.unit)
    }
    if first.statement.standing == .estimated { finding.remarks.append(.estimated) }
    return finding
  }

  // MARK: Without a number

  private func unnumbered(
    _ pledge: ReportRecord.Pledge, _ found: [ReportRecord.Result]
  ) -> Finding {
    let first = found.first { $0.statement.measure == .growth } ?? found.first
    var finding = Finding(
      verdict: .unnumbered, reported: first?.statement,
      others: found.map(\.statement).filter { $0 != first?.statement })
    // `居民收入与经济增长同步`: the two rates side by side.
    let isOfGrowth = ["经济增长", "生产总值", "GDP"].contains { pledge.quote.contains($0) }
    guard pledge.promise.kind == .relation, isOfGrowth, first?.statement.measure == .growth,
      let own = first?.magnitude, own.comparator == .eq,
      let gdp = single(results.filter { $0.definition.id == "gdp" }, .growth),
      let partner = gdp.magnitude, let difference = own.point.subtracting(partner.point)
    else { return finding }
    finding.others = [gdp.statement] + finding.others
    finding.margin = Margin(value: difference.reduced, unit: "百分点")
    return finding
  }

  private func silence(_ pledge: ReportRecord.Pledge) -> Finding {
    let isKnown = pledge.definition?.id != nil
    if pledge.measure == .words { return Finding(verdict: .unnumbered) }
    guard isKnown, looksBack else { return Finding(verdict: .unpaired) }
    let names = [pledge.promise.indicator] + definer.names(pledge.definition)
    if let span = review.first(of: names) {
      let mention = Statement(
        indicator: after.document.text(span), measure: .words, value: nil, high: nil, unit: "",
        comparator: .eq, standing: .actual, location: after.places.location(span))
      return Finding(verdict: .mentioned, reported: mention)
    }
    return Finding(verdict: .dropped)
  }
}

extension ReadDocument {
  /// What stands before a span in its clause, as far as a name and its words reach.
  func clause(before span: ByteSpan) -> String {
    let reach = bytes[max(0, Int(span.start) - 90)..<min(bytes.count, Int(span.start))]
    let text = String(decoding: reach, as: UTF8.self)
    let isMark = { (sign: Character) in "，,。；;：:！!？?\n".contains(sign) }
    return text.lastIndex(where: isMark).map { String(text[text.index(after: $0)...]) } ?? text
  }

  /// The words of a span.
  func text(_ span: ByteSpan) -> String {
    String(decoding: bytes[span.range], as: UTF8.self)
  }
}

/// The part of a report that looks back, searched for words.
struct ReviewText {
  private let bytes: ArraySlice<UInt8>

  init(_ record: ReportRecord) {
    bytes = record.document.bytes[..<min(record.reviewEnd, record.document.bytes.count)]
  }

  /// Where the first of `names` stands that stands anywhere; names of one character say nothing.
  func first(of names: [String]) -> ByteSpan? {
    for name in names where name.unicodeScalars.count >= 3 {
      let pattern = Array(name.utf8)
      guard let lead = pattern.first else { continue }
      var index = bytes.startIndex
      while let start = bytes[index...].firstIndex(of: lead) {
        let end = start + pattern.count
        guard end <= bytes.endIndex else { break }
        if bytes[start..<end].elementsEqual(pattern) { return ByteSpan(start..<end) }
        index = start + 1
      }
    }
    return nil
  }
}

/// Level and growth from each other, with what rounding leaves open.
enum Derivation {
  /// `(to / from - 1) × 100`, in %.
  static func growth(from: Magnitude, to: Magnitude, like: Magnitude) -> Magnitude? {
    guard !from.point.isZero, !from.point.isNegative else { return nil }
    let hundred = Decimal64(100)
    let half = Decimal64(mantissa: 5, scale: 1)
    func ratio(_ over: Decimal64?, _ under: Decimal64?) -> Decimal64? {
      guard let over, let under, !under.isZero else { return nil }
      return over.multiplied(by: hundred)?.divided(by: under, scale: 4)?.subtracting(hundred)
    }
    guard let toSlack = to.step.multiplied(by: half),
      let fromSlack = from.step.multiplied(by: half),
      let middle = ratio(to.point, from.point),
      let top = ratio(to.point.adding(toSlack), from.point.subtracting(fromSlack)),
      let slack = top.subtracting(middle)
    else { return nil }
    return Magnitude(computed: middle, step: slack, like: like)
  }

  /// `from × (1 + by / 100)`.
  static func level(from: Magnitude, by: Magnitude, like: Magnitude) -> Magnitude? {
    let half = Decimal64(mantissa: 5, scale: 1)
    func grown(_ base: Decimal64?, _ rate: Decimal64?) -> Decimal64? {
      guard let base, let rate, let factor = rate.adding(Decimal64(100)),
        let product = base.reduced.multiplied(by: factor)
      else { return nil }
      return product.divided(by: Decimal64(100), scale: max(base.scale, 2))
    }
    guard let fromSlack = from.step.multiplied(by: half),
      let bySlack = by.step.multiplied(by: half),
      let middle = grown(from.point, by.point),
      let top = grown(from.point.adding(fromSlack), by.point.adding(bySlack)),
      let slack = top.subtracting(middle)
    else { return nil }
    return Magnitude(computed: middle, step: slack, like: like)
  }
}
