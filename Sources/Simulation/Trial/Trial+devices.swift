// Work without a network within a trial: devices leave, make entries on what they last saw, and
// come back with them; somebody settles what waits; versions of forms come and go.

import Ledger
import Programmes
import Quantities
import Registry

extension Trial {
  /// One step of all devices.
  mutating func workOffline() throws {
    guard offline.devices > 0, let model = auditor?.model else { return }
    while devices.count < offline.devices { devices.append(device(model)) }
    for index in devices.indices {
      if devices[index].trunk == nil {
        if fieldwork.draw.chance(offline.leaves, of: 100) { leave(index) }
        continue
      }
      for _ in 0..<fieldwork.draw.below(offline.madeMax + 1) { try make(index) }
      if fieldwork.draw.chance(offline.returns, of: 100) { try send(index) }
    }
    let isCutShort = auditor?.offline.isCutShort ?? false
    if isCutShort, fieldwork.draw.chance(1, of: 2) { try resumeArrivals() }
    if fieldwork.draw.chance(offline.settles, of: 100) { try settle() }
    if fieldwork.draw.chance(offline.publishes, of: 100) { try publish() }
  }

  /// Everything that was made comes in, and what was cut short goes on.
  mutating func bringIn() throws {
    for index in devices.indices {
      try send(index)
      try send(index, isAll: true)
    }
    try resumeArrivals()
  }

  // MARK: Devices

  /// Somebody who may do everything, or somebody whose account may be closed meanwhile.
  private mutating func device(_ model: LedgerModel) -> Device {
    let accounts = model.ids["account"] ?? []
    let isBoss = accounts.isEmpty || fieldwork.draw.chance(2, of: 3)
    let account = isBoss ? Workload.boss : fieldwork.draw.one(of: accounts)
    return Device(
      actor: .account(account),
      skew: Int64(fieldwork.draw.one(of: [0, 0, -3_600_000, 60_000, -86_400_000])))
  }

  private mutating func leave(_ index: Int) {
    guard let auditor else { return }
    let latest = auditor.offline.versions.last?.number ?? auditor.premisesVersion
    devices[index].leave(
      with: auditor.model, version: fieldwork.draw.chance(1, of: 4) ? nil : latest)
    note("step \(report.steps): device \(index) goes offline")
  }

  private mutating func make(_ index: Int) throws {
    guard let arrival = devices[index].make(&fieldwork) else { return }
    let request = arrival.request
    let rests = arrival.after.map { " after \($0)" } ?? ""
    note(
      "step \(report.steps): device \(index) makes \(request.action) \(request.id) of "
        + "\(request.subject.id) at \(arrival.made)\(rests)")
    auditor?.offline.send(arrival)
    // The network was there for a moment, and the answer may have been lost.
    guard fieldwork.draw.chance(offline.repeated, of: 400), !disk.isDown else { return }
    try submit([request], again: 0)
  }

  /// A device is back: some or all of what it made is sent, in any order, some of it twice.
  private mutating func send(_ index: Int, isAll: Bool = false) throws {
    var batch = devices[index].unsent
    guard !disk.isDown, !batch.isEmpty else {
      if batch.isEmpty { devices[index].comeBack() }
      return
    }
    if fieldwork.draw.chance(2, of: 3) { fieldwork.draw.shuffle(&batch) }
    if !isAll { batch = Array(batch.prefix(fieldwork.draw.within(1...batch.count))) }
    if fieldwork.draw.chance(offline.repeated, of: 100) {
      batch.append(fieldwork.draw.one(of: batch))
      report.faults[.repeatedRequest, default: 0] += 1
    }
    guard try receive(batch, from: index) else { return }
    let keeps = fieldwork.draw.chance(offline.repeated, of: 100)
    let answered = Set(batch.map(\.request.id))
    if !keeps { devices[index].unsent.removeAll { answered.contains($0.request.id) } }
    if devices[index].unsent.isEmpty { devices[index].comeBack() }
  }

  /// Whether they were answered.
  private mutating func receive(_ batch: [Arrival], from index: Int) throws -> Bool {
    guard let registry, let before = auditor?.model else { return false }
    report.sent += batch.count
    let faults = disk.faults
    do {
      let statuses = try registry.receive(batch)
      note("step \(report.steps): device \(index) sends \(batch.count)")
      for (arrival, status) in zip(batch, statuses) {
        note("  \(arrival.request.id) \(arrival.request.action): \(status)")
      }
      try check { auditor, view, _ in
        try auditor.takeIn(batch, statuses, before: before, view)
      }
      return true
    } catch let finding as TrialFinding {
      throw finding
    } catch {
      guard disk.faults > faults else { throw error }
      note("step \(report.steps): device \(index) sends \(batch.count), unanswered: \(error)")
      self.auditor?.offline.isCutShort = true
      return false
    }
  }

  /// Goes on with what was cut short, as after a crash.
  mutating func resumeArrivals() throws {
    guard offline.devices > 0, let registry, let auditor, !disk.isDown else { return }
    let before = auditor.model
    let open = auditor.offline.kept.values
      .filter { ["waiting", "conflict", "marked"].contains(auditor.offline.state($0, before)) }
      .map(\.id).sorted()
    let faults = disk.faults
    do {
      try registry.resumeArrivals()
      note("step \(report.steps): \(open.count) arrivals are looked at again")
      try check { auditor, view, _ in
        try auditor.takeInUnanswered(upTo: try view.through(), view)
        auditor.offline.isCutShort = false
        try auditor.checkLots(around: open, before: before, view)
      }
    } catch let finding as TrialFinding {
      throw finding
    } catch {
      guard disk.faults > faults else { throw error }
      note("step \(report.steps): arrivals are looked at again, and it fails: \(error)")
    }
  }

  // MARK: Settling

  /// Somebody settles an arrival, or takes back what was settled.
  private mutating func settle() throws {
    guard let registry, let auditor, !disk.isDown else { return }
    let model = auditor.model
    let items = auditor.offline.kept.values.filter {
      ["conflict", "marked", "dropped", "merged"].contains(auditor.offline.state($0, model))
    }.sorted { $0.id < $1.id }
    guard !items.isEmpty else { return }
    let item = fieldwork.draw.one(of: items)
    let form = settling(item, auditor, model)
    let request = fieldwork.request(
      form, on: Day(milliseconds: fieldwork.now), by: .account(Workload.boss),
      for: model.things[item.record]?.unit ?? Workload.district)
    note("step \(report.steps): \(form.action) of \(item.id)")
    self.auditor?.leaveUnanswered([request])
    let faults = disk.faults
    do {
      let outcome = try registry.settle(request)
      try check { auditor, view, _ in
        try auditor.takeInUnanswered(upTo: try view.through(), view)
        try auditor.checkSettled(request, outcome)
        if case .accepted = outcome {
          try auditor.checkLots(around: [item.id], before: model, view)
        }
      }
    } catch let finding as TrialFinding {
      throw finding
    } catch {
      guard disk.faults > faults else { throw error }
      note("step \(report.steps): unanswered: \(error)")
      self.auditor?.offline.isCutShort = true
    }
  }

  private mutating func settling(
    _ item: OfflineModel.Kept, _ auditor: Auditor, _ model: LedgerModel
  ) -> Form {
    let thing = model.things[item.record]
    var action = "drop"
    var fields: [String: Value] = ["reason": .text("演示")]
    switch auditor.offline.state(item, model) {
    case "dropped", "merged": action = "reopen"
    case "marked": action = fieldwork.draw.chance(2, of: 3) ? "seen" : "insist"
    default:
      let against = thing?.text("against")?.split(separator: " ").last
      let holder = against.flatMap { RecordID(String($0)) }
      if item.isBeginning, thing?.text("code") == "key.taken", let holder {
        action = "merge"
        fields["into"] = .text("\(holder)")
      } else if fieldwork.draw.chance(1, of: 2) {
        action = "insist"
      }
    }
    if action == "insist" { fields["insisted"] = .truth(true) }
    return Form(
      programme: "arrivals", action: "arrival.\(action)",
      subject: .existing(item.record, base: nil), fields: fields)
  }

  // MARK: Versions

  /// A new version of `premises`, whose earlier ones stay open for some days.
  private mutating func publish() throws {
    guard let auditor, let text = premises, !disk.isDown else { return }
    let number = (auditor.offline.versions.last?.number ?? auditor.premisesVersion) + 1
    let days = fieldwork.draw.one(of: [0, 1, 10])
    let later = text.replacing(
      "\nversion: \(auditor.premisesVersion)\n", with: "\nversion: \(number)\noverlap: \(days)\n")
    let form = Form(
      programme: "programmes", action: "programme.publish",
      subject: .new(fieldwork.draw.id(at: fieldwork.now)),
      fields: [
        "name": .text("premises"), "version": .integer(Int64(number)),
        "digest": .text("\(number)"), "text": .text(later),
      ])
    note("step \(report.steps): premises @\(number), open for \(days) days")
    try submit(
      [
        fieldwork.request(
          form, on: Day(milliseconds: fieldwork.now), by: .system, for: Workload.district)
      ], again: 0)
  }
}
