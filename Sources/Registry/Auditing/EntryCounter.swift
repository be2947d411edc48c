import Indicators
import Ledger
import Programmes
import Quantities
import Storage

/// Hashes entries, page by page, and adds up what they bring about; what one thread knows of names
/// and units from the pages before.
struct EntryCounter: Sendable {
  /// What a page comes to.
  struct Page: Sendable {
    var leafHashes: [Hash] = []
    var sums: AuditSums
    var findings: [AuditFinding] = []
  }

  private let directory: Directory
  private let secrets: LedgerSecrets
  private let key: RowMixer
  private var scanner = EntryScanner()
  /// Names' own numbers, by the scanner's.
  private var words: [UInt64] = []
  /// Whether measures are stocks, by the scanner's numbers; asked once.
  private var stocks: [Int32: Bool] = [:]
  /// The units that work of a unit and a day counts for.
  private var reaches: [UnitDay: Reach] = [:]
  /// A page's movements, put together by where and when they count.
  private var movements: [Place: Int64] = [:]
  private var blindValues: [[UInt8]] = []

  private struct UnitDay: Hashable {
    let unit: Int32
    let day: Day

    func hash(into hasher: inout Hasher) {
      hasher.combine(Int64(unit) << 32 | Int64(UInt32(bitPattern: day.number)))
    }
  }

  /// The units that work counts for, by their own numbers, and whether that changes later.
  private struct Reach {
    let units: [UInt64]
    let turns: Bool
  }

  private struct Place: Hashable {
    let measure: Int32
    let part: Int32
    let at: UnitDay

    func hash(into hasher: inout Hasher) {
      hasher.combine(Int64(measure) << 32 | Int64(part))
      hasher.combine(at)
    }
  }

  /// Beyond so many units and days they are asked for anew.
  private static let reachesMax = 1 << 16

  init(directory: Directory, secrets: LedgerSecrets, key: RowMixer) {
    self.directory = directory
    self.secrets = secrets
    self.key = key
  }

  /// Counts a page; `keys` are the wrapped keys that its entries have given.
  mutating func count(_ page: EntryPage, keys: [SubjectKeyRow], to sums: AuditSums) -> Page {
    let wrapped = Dictionary(keys.map { ($0.number, $0.wrapped) }, uniquingKeysWith: { $1 })
    var result = Page(sums: sums)
    result.leafHashes.reserveCapacity(page.count)
    for index in 0..<page.count {
      result.leafHashes.append(page.leafHash(index))
      let isCounted =
        scanner.scan(page, index) && countScanned(page, index, keys: wrapped, to: &result.sums)
      if !isCounted { countDecoded(page[index], keys: wrapped, to: &result) }
    }
    for (place, amount) in movements { move(place, amount, &result.sums) }
    movements.removeAll(keepingCapacity: true)
    return result
  }

  // MARK: What is rare

  private func countDecoded(_ stored: StoredEntry, keys: [Int64: [UInt8]], to page: inout Page) {
    let entry: Entry
    do {
      entry = try EntryCodec.decode(stored)
    } catch {
      page.findings.append(RecordBundle.finding(error, at: stored.seq))
      return
    }
    Movements.visit(entry, in: directory) { page.sums.expect($0, $1) }
    for (index, touch) in entry.decision.touches.enumerated() where !touch.isContent {
      page.sums.expect(.touch(touch.record, seq: stored.seq), 1)
      guard touch.base == 0 else { continue }
      do {
        let sole = try RecordBundle.sole(
          touch, at: index, of: entry, stored, keys: keys, secrets: secrets)
        try page.sums.move(sole: sole.row, holding: sole.keys, isFound: false)
      } catch {
        page.findings.append(RecordBundle.finding(error, at: stored.seq))
      }
    }
  }

  // MARK: Scanned entries

  /// Counts the entry just scanned; `false`, and nothing counted, if it has to be decoded.
  private mutating func countScanned(
    _ page: EntryPage, _ index: Int, keys: [Int64: [UInt8]], to sums: inout AuditSums
  ) -> Bool {
    while words.count < scanner.names.texts.count {
      words.append(key.number(of: scanner.names.texts[words.count]))
    }
    guard readKeys(page, index, keys: keys) else { return false }
    let seq = page.seq(index)
    for (place, touch) in scanner.touches.enumerated() {
      sums.move(.touch, key.touch(touch.record, seq: seq), 1, isFound: false)
      if touch.base == 0 { count(touch, place, seq: seq, page, to: &sums) }
    }
    for (ordinal, delta) in scanner.deltas.enumerated() {
      count(delta, ordinal, seq: seq, to: &sums)
    }
    return true
  }

  /// The look-up values of the keys over sealed fields that new records take; `false` if they are
  /// not to be had, or a record takes keys of one name twice.
  private mutating func readKeys(
    _ page: EntryPage, _ index: Int, keys: [Int64: [UInt8]]
  ) -> Bool {
    blindValues.removeAll(keepingCapacity: true)
    for (place, taken) in scanner.keys.enumerated() where taken.isTaken {
      for other in scanner.keys[..<place]
      where other.isTaken && other.touch == taken.touch && other.name == taken.name {
        return false
      }
      guard taken.value == nil, scanner.touches[taken.touch].base == 0 else { continue }
      do {
        // One without its key is not looked up: an empty value stands for it.
        blindValues.append(
          try scanner.blindValue(of: taken, page, index, secrets: secrets) { keys[$0] } ?? [])
      } catch {
        return false
      }
    }
    return true
  }

  /// Takes in what a new record is as long as no other entry touches it.
  private func count(
    _ touch: EntryScanner.ScannedTouch, _ place: Int, seq: Int64, _ page: EntryPage,
    to sums: inout AuditSums
  ) {
    let record = touch.record
    var keyNumber: Int64?
    for fact in scanner.facts where fact.touch == place {
      let hash = key.fact(record, words[Int(fact.name)], seq: seq, fact, of: page.bytes)
      if fact.value == nil { keyNumber = fact.keyNumber }
      sums.move(.record, hash, 1, isFound: false)
    }
    let head = key.record(
      record, kind: words[Int(touch.kind)], state: words[Int(touch.state)],
      unit: words[Int(touch.unit)], version: 1, keyNumber: keyNumber)
    sums.move(.record, head, 1, isFound: false)
    var blind = blindValues.makeIterator()
    for taken in scanner.keys where taken.isTaken {
      let isBlind = taken.value == nil
      let isNew = scanner.touches[taken.touch].base == 0
      let value = isBlind && isNew ? blind.next() ?? [] : []
      guard taken.touch == place, !(isBlind && value.isEmpty) else { continue }
      let name = words[Int(taken.name)]
      if let plain = taken.value {
        let hash = key.key(name, plain, of: page.bytes, holder: record)
        sums.move(.key, hash, 1, isFound: false)
      } else {
        let range = 0..<value.count
        sums.move(
          .record, key.blindKey(record, name, range, of: value), 1, isFound: false)
        sums.move(.key, key.key(name, range, of: value, holder: record), 1, isFound: false)
      }
    }
  }

  private mutating func count(
    _ delta: EntryScanner.ScannedDelta, _ ordinal: Int, seq: Int64, to sums: inout AuditSums
  ) {
    let measure = words[Int(delta.measure)]
    let part = words[Int(delta.part)]
    let hash = key.contribution(
      measure, part, words[Int(delta.unit)], day: Int64(delta.day.number), seq: seq,
      ordinal: Int64(ordinal), amount: delta.amount, member: delta.member)
    sums.move(.contribution, hash, 1, isFound: false)
    if let owner = delta.owner {
      sums.move(.balance, key.balance(measure, owner: owner), delta.amount, isFound: false)
    }
    let at = UnitDay(unit: delta.unit, day: delta.day)
    guard let member = delta.member else {
      let place = Place(measure: delta.measure, part: delta.part, at: at)
      let known = movements[place, default: 0]
      let (sum, isTooLarge) = known.addingReportingOverflow(delta.amount)
      if isTooLarge { move(place, known, &sums) }
      movements[place] = isTooLarge ? delta.amount : sum
      return
    }
    let units = reach(at).units
    let periods = [
      TallyPeriod.month(Month(containing: delta.day)), .year(Int32(delta.day.year)),
    ]
    for period in periods {
      let begun = key.member(measure, part, period: period.code, thing: member)
      for unit in units { sums.move(.member, begun.ended(by: unit), delta.amount, isFound: false) }
    }
  }

  private mutating func reach(_ at: UnitDay) -> Reach {
    if let known = reaches[at] { return known }
    if reaches.count >= Self.reachesMax { reaches.removeAll(keepingCapacity: true) }
    let unit = scanner.names.texts[Int(at.unit)]
    let turns = directory.tree?.reach(of: unit)?.turns(after: at.day) ?? []
    let reach = Reach(
      units: directory.ancestors(of: unit, on: at.day).map { key.number(of: $0) },
      turns: !turns.isEmpty)
    reaches[at] = reach
    return reach
  }

  /// Takes in movements of one measure, part, unit and day, as `Movements.visitNumbers` tells them.
  private mutating func move(_ place: Place, _ amount: Int64, _ sums: inout AuditSums) {
    guard amount != 0 else { return }
    let reach = reach(place.at)
    if reach.turns && isStock(place.measure) {
      let texts = scanner.names.texts
      let row = ContributionRow(
        measure: texts[Int(place.measure)], part: texts[Int(place.part)],
        unit: texts[Int(place.at.unit)], day: place.at.day, seq: 0, ordinal: 0, amount: amount,
        member: nil)
      Movements.visitNumbers(row, isAmendment: false, in: directory) { sums.expect($0, $1) }
      return
    }
    let measure = words[Int(place.measure)]
    let part = words[Int(place.part)]
    let day = TallyPeriod.day(place.at.day).code
    let month = TallyPeriod.month(Month(containing: place.at.day)).code
    let unit = words[Int(place.at.unit)]
    sums.move(.tally, key.tally(measure, part, unit, period: day), amount, isFound: false)
    for unit in reach.units {
      sums.move(.tally, key.tally(measure, part, unit, period: month), amount, isFound: false)
    }
  }

  private mutating func isStock(_ measure: Int32) -> Bool {
    if let known = stocks[measure] { return known }
    let isStock = directory.isStock(scanner.names.texts[Int(measure)])
    stocks[measure] = isStock
    return isStock
  }
}
