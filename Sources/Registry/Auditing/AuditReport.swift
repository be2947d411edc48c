/// What an audit found.
public struct AuditReport: Sendable {
  /// Entries read, from 0 to the end.
  public var entries: Int64 = 0
  /// The tree's root made again from the leaves, in hexadecimal.
  public var root = ""
  /// Signed checkpoints whose root and signature were compared.
  public var checkpoints = 0
  /// Rows of the projections compared with a recount.
  public var rows = 0
  /// Entries decided again under the programme they were made under.
  public var redecided: Int64 = 0
  /// Entries that could not be decided again because what they sealed has been erased.
  public var erased: Int64 = 0
  /// What differs, the first `shownMax` of it.
  public private(set) var findings: [AuditFinding] = []
  /// How much differs in all.
  public private(set) var findingCount = 0
  /// Entries that an earlier audit, gone on with, had added up.
  public var resumedAt: Int64 = 0

  /// A damaged entry makes much else differ; the first findings say where to look.
  static let shownMax = 50

  /// Whether everything is as the entries say.
  public var isClean: Bool { findingCount == 0 }

  /// Takes over what an earlier audit found.
  mutating func take(_ state: AuditState) {
    findings = state.findings
    findingCount = state.findingCount
    checkpoints = state.checkpoints
    resumedAt = state.recounted
  }

  mutating func add(_ finding: AuditFinding) {
    add(finding.subject, expected: finding.expected, found: finding.found)
  }

  mutating func add(_ subject: String, expected: String, found: String) {
    findingCount += 1
    guard findings.count < Self.shownMax else { return }
    findings.append(AuditFinding(subject: subject, expected: expected, found: found))
  }
}

/// One thing that is not as the entries say.
public struct AuditFinding: Sendable, Hashable, Codable {
  /// What it is about: `entry 17`, `tally elder-station.stations-opened …`.
  public let subject: String
  /// What the entries come to.
  public let expected: String
  /// What is stored.
  public let found: String
}
