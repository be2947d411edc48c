import ArgumentParser
import Foundation
import Registry

/// `luoshi verify`.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recount a ledger from entry 0 and compare everything with what is stored.",
    discussion: """
      Compares records, keys, balances, tallies, members, contributions and tree, and checks every \
      signed checkpoint. Memory does not grow with the ledger, but for --decide. Ctrl-C keeps how \
      far it got. Exit code 0: all equal; 3: something differs, and it is named.
      """)

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  @Flag(help: "Also decide every entry again under its programme's version.")
  var decide = false

  @Flag(help: "Go on with a verify of this ledger that was stopped.")
  var resume = false

  func validate() throws {
    guard !(decide && resume) else {
      throw ValidationError("--decide begins at entry 0; leave out --resume")
    }
  }

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let started = ContinuousClock.now
      let audit = try AuditRun(folder: try LedgerPlace.files(of: ledger), resumes: resume)
      StopRequest.listen()
      let (report, key) = try LedgerFolder.audit(
        ledger, resources: resources, decides: decide, control: audit.control)
      let seconds = (ContinuousClock.now - started).seconds
      audit.close()
      if !audit.rates.isEmpty { Console.note(audit.rates) }
      if report.resumedAt > 0 { Console.note("went on at entry \(report.resumedAt)") }
      show(report, rate: Double(report.entries - report.resumedAt) / max(seconds, 0.001))
      Console.out("checkpoints are signed by \(key)")
      if !report.isClean { throw Exit.differs }
    }
  }

  private func show(_ report: AuditReport, rate: Double) {
    Console.out(
      "\(report.entries) entries, \(report.checkpoints) checkpoints, \(report.rows) rows of "
        + "projections, \(Int(rate)) entries/s")
    Console.out("root \(report.root)")
    if decide {
      Console.out("\(report.redecided) entries decided again, \(report.erased) erased")
    }
    for finding in report.findings {
      Console.out("DIFFERS  \(finding.subject)")
      Console.out("         expected \(finding.expected)")
      Console.out("         found    \(finding.found)")
    }
    if report.isClean {
      Console.out("all equal")
    } else if report.findingCount > report.findings.count {
      Console.out("… and \(report.findingCount - report.findings.count) more")
    }
  }
}

extension Duration {
  /// For a rate that is printed; nothing stored is made of it.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
