import Ledger
import Programmes
import Quantities
import Registry
import Storage

extension Auditor {
  // MARK: The log

  /// The newest checkpoint extends the one before; some entry is in it.
  mutating func checkLog(_ view: LedgerView, _ draw: inout Draw) throws {
    guard let row = try view.checkpoint() else { return }
    let note = try SignedNote(parsing: Array(row.note.utf8))
    let checkpoint = try Checkpoint.verified(note, by: key)
    var tree = TiledTree { level, index in
      let width = Tile.width(level: level, index: index, size: checkpoint.size)
      return try view.hashes(of: Tile(level: level, index: index, width: width)) ?? []
    }
    if let newest {
      guard checkpoint.size >= newest.size else {
        throw TrialFinding(
          "checkpoint", expected: "at least \(newest.size) leaves", found: "\(checkpoint.size)")
      }
      let proof = try tree.consistencyProof(older: newest.size, newer: checkpoint.size)
      let isConsistent = MerkleProof.verifyConsistency(
        older: newest.size, olderRoot: newest.root, newer: checkpoint.size,
        newerRoot: checkpoint.root, proof: proof)
      guard isConsistent else {
        throw TrialFinding(
          "checkpoint \(checkpoint.size)", expected: "what checkpoint \(newest.size) had, and more",
          found: "another tree")
      }
    }
    newest = checkpoint
    let seq = draw.below(Int(min(checkpoint.size, model.count)))
    let proof = try tree.inclusionProof(index: Int64(seq), size: checkpoint.size)
    let isIncluded = MerkleProof.verifyInclusion(
      of: leafHashes[seq], index: Int64(seq), size: checkpoint.size, root: checkpoint.root,
      proof: proof)
    guard isIncluded else {
      throw TrialFinding("proof of entry \(seq)", expected: "that it verifies", found: "not")
    }
  }

  /// Every entry that was answered is where its receipt says, and every leaf as it was.
  func checkEntries(_ view: LedgerView) throws {
    for (seq, hash) in leafHashes.enumerated() {
      guard let found = try view.stored(Int64(seq))?.leafHash else {
        throw TrialFinding("entry \(seq)", expected: "what was promised", found: "none")
      }
      guard found == hash else {
        throw TrialFinding("leaf of entry \(seq)", expected: "\(hash)", found: "\(found)")
      }
    }
    if let (id, seq) = try seqs.first(where: { try view.entry($0.value)?.id != $0.key }) {
      throw TrialFinding("entry \(seq)", expected: "\(id)", found: "another id")
    }
  }

  // MARK: Samples through the ordinary way of reading

  /// Some records and numbers as a page would ask for them, wherever the projections stand.
  func checkSamples(_ view: LedgerView, _ draw: inout Draw) throws {
    for _ in 0..<4 {
      let kind = draw.one(of: model.ids.keys.sorted())
      let id = draw.one(of: model.ids[kind] ?? [])
      try compare(try view.record(id), id)
    }
    let seq = Int64(draw.below(Int(model.count)))
    let numbers = model.numbers()
    for movement in model.movements[seq] ?? [] { try checkNumber(movement, numbers, view) }
    let name = model.keys.keys.sorted().filter { $0 != "person.identity-number" }
    let key = draw.one(of: name)
    if let text = model.keys[key]?.keys.min() {
      let found = try view.holder(of: key, value: text)
      guard found == model.keys[key]?[text] else {
        throw TrialFinding(
          "key \(key) \(text)", expected: "\(String(describing: model.keys[key]?[text]))",
          found: "\(String(describing: found))")
      }
    }
  }

  private func checkNumber(
    _ movement: LedgerModel.Movement, _ numbers: LedgerModel.Numbers, _ view: LedgerView
  ) throws {
    let month = movement.day.month
    for unit in model.chain(movement.unit, on: movement.day) {
      let key = TallyKey(
        measure: movement.measure, part: movement.part, unit: unit, period: .month(month))
      let found = try view.months(
        measure: movement.measure, part: movement.part, unit: unit, from: month, to: month)
      let wanted = numbers.tallies[key, default: 0]
      guard found[month, default: 0] == wanted else {
        throw TrialFinding("\(key)", expected: "\(wanted)", found: "\(found[month, default: 0])")
      }
    }
  }

  private func compare(_ found: Record?, _ id: RecordID) throws {
    guard var wanted = model.things[id] else { return }
    var facts: [String: LedgerModel.Known] = [:]
    for (name, fact) in found?.facts ?? [:] {
      if case .plain(let value) = fact.content {
        facts[name] = LedgerModel.Known(value: value, seq: fact.seq)
      } else {
        facts[name] = LedgerModel.Known(
          value: nil, seq: fact.seq, isErased: fact.content == .erased)
      }
    }
    if wanted.isAmended {
      // Which entry a fact is known by after an amendment is the amendment's own affair.
      facts = facts.mapValues { LedgerModel.Known(value: $0.value, seq: 0) }
      wanted.facts = wanted.facts.mapValues { LedgerModel.Known(value: $0.value, seq: 0) }
    }
    let isEqual =
      found?.kind == wanted.kind && found?.unit == wanted.unit && found?.state == wanted.state
      && found?.version == wanted.version && facts == wanted.facts
    guard !isEqual else { return }
    throw TrialFinding(
      "record \(wanted.kind) \(id)",
      expected: "\(wanted.unit) \(wanted.state) \(wanted.version) \(Self.text(wanted.facts))",
      found: "\(found.map { "\($0.unit) \($0.state) \($0.version)" } ?? "none") "
        + Self.text(facts))
  }

  private static func text(_ facts: [String: LedgerModel.Known]) -> String {
    facts.sorted { $0.key < $1.key }.map { name, known in
      "\(name)@\(known.seq)=\(known.value?.canonicalText ?? "sealed")"
    }.joined(separator: ", ")
  }

  // MARK: Every row

  /// Holds every row of the projections against the model; all entries must be projected.
  func checkRows(_ reader: any StoreReader) throws {
    var left = Rows(model)
    try reader.scan { row in
      switch row {
      case .record(let row):
        guard row.record.kind != "programme" else { return }
        try compare(row.record, row.record.id)
        if let number = row.keyNumber {
          let isErased = model.things[row.record.id]?.isErased ?? false
          guard try (reader.subjectKey(number) == nil) == isErased else {
            throw TrialFinding(
              "key of \(row.record.id)", expected: isErased ? "that it is destroyed" : "a key",
              found: isErased ? "a key" : "none")
          }
        }
        let history = model.things[row.record.id]?.history
        try left.cross("record \(row.record.kind) \(row.record.id)", "\(row.history)")
        guard history == row.history else {
          throw TrialFinding(
            "history of \(row.record.id)", expected: "\(history ?? [])", found: "\(row.history)")
        }
      case .key(let key, let holder):
        guard !key.name.hasPrefix("programme.") else { return }
        // Over sealed fields the ledger keeps no text, so the holder has to do.
        let isBlind = key.name == "person.identity-number"
        let text = isBlind ? "" : String(decoding: key.value, as: UTF8.self)
        try left.cross("key \(key.name) \(text) \(holder)", "held")
      case .balance(let key, let amount):
        if amount != 0 { try left.cross("balance \(key.measure) of \(key.owner)", "\(amount)") }
      case .tally(let row): try left.cross(Rows.text(row.key), "\(row.amount)")
      case .member(let key, let counts):
        let counts = [String: Int64](uniqueKeysWithValues: counts.map { ($0.unit, $0.count) })
        try left.cross(Rows.text(key), Rows.text(counts))
      case .contribution(let row):
        let member = row.member.map { " \($0)" } ?? ""
        try left.cross(
          "contribution of \(row.seq) \(row.measure)[\(row.part)] \(row.unit) \(row.day)\(member)",
          "\(row.amount)")
      case .tile: break
      }
    }
    try left.finish()
  }
}

/// The rows that the model calls for, crossed off one by one.
private struct Rows {
  private var left: [String: [String]] = [:]

  init(_ model: LedgerModel) {
    for (id, thing) in model.things where thing.kind != "programme" {
      add("record \(thing.kind) \(id)", "\(thing.history)")
    }
    for (name, holders) in model.keys {
      for (text, holder) in holders {
        add("key \(name) \(name == "person.identity-number" ? "" : text) \(holder)", "held")
      }
    }
    for (key, amount) in model.balances where amount != 0 {
      add("balance \(key.measure) of \(key.owner)", "\(amount)")
    }
    let numbers = model.numbers()
    for (key, amount) in numbers.tallies { add(Self.text(key), "\(amount)") }
    for (key, counts) in numbers.members { add(Self.text(key), Self.text(counts)) }
    for (seq, moved) in model.movements {
      for movement in moved {
        let member = movement.member.map { " \($0)" } ?? ""
        add(
          "contribution of \(seq) \(movement.measure)[\(movement.part)] \(movement.unit) "
            + "\(movement.day)\(member)", "\(movement.amount)")
      }
    }
  }

  static func text(_ key: TallyKey) -> String {
    "tally \(key.measure)[\(key.part)] \(key.unit) \(text(key.period))"
  }

  static func text(_ key: MemberKey) -> String {
    "member \(key.thing) of \(key.measure)[\(key.part)] \(text(key.period))"
  }

  private static func text(_ period: TallyPeriod) -> String {
    switch period {
    case .day(let day): "\(day)"
    case .month(let month): "\(month)"
    case .year(let year): "\(year)"
    }
  }

  static func text(_ counts: [String: Int64]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
  }

  private mutating func add(_ row: String, _ value: String) {
    left[row, default: []].append(value)
  }

  mutating func cross(_ row: String, _ value: String) throws {
    guard let index = left[row]?.firstIndex(of: value) else {
      throw TrialFinding(
        row, expected: left[row].map { $0.joined(separator: ", ") } ?? "nothing", found: value)
    }
    left[row]?.remove(at: index)
    if left[row]?.isEmpty == true { left[row] = nil }
  }

  func finish() throws {
    guard let row = left.keys.min() else { return }
    throw TrialFinding(
      row, expected: left[row]?.joined(separator: ", ") ?? "", found: "nothing")
  }
}
