#if PostgreSQL
/// Where a ledger lies: a database, and the ledger's name in it.
///
/// `postgresql://user@host/database?ledger=pingcheng`: libpq's own form, with the name beside its
/// other parameters.
package struct PostgreSQLAddress: Sendable, Hashable {
  /// What libpq is given.
  let database: String
  /// The ledger's name.
  package let name: String
  /// The address without a password, for messages.
  package let shown: String

  /// The ledger that is meant when the address names none.
  static let standardName = "luoshi"

  /// Why an address is none.
  package struct Problem: Error, CustomStringConvertible {
    package let description: String
  }

  /// Reads `postgresql://…` or `postgres://…`.
  package init(_ text: String) throws(Problem) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let base = String(parts[0])
    let query = parts.count > 1 ? parts[1].split(separator: "&") : []
    let names = query.filter { $0.hasPrefix("ledger=") }.map { String($0.dropFirst(7)) }
    guard names.count < 2 else {
      throw Problem(description: "the address names two ledgers; leave one `ledger=` out")
    }
    let name = names.first ?? Self.standardName
    guard Self.isName(name) else {
      throw Problem(
        description: "ledger=\(name): a ledger's name in a database has 1 to 63 of the signs "
          + "a to z, 0 to 9, hyphen and underscore")
    }
    let others = query.filter { !$0.hasPrefix("ledger=") }
    self.init(base: base, parameters: others, name: name)
  }

  private init(base: String, parameters: [Substring], name: String) {
    self.name = name
    // What the user says of these goes before ours.
    let ours = [
      ("connect_timeout", "10"), ("fallback_application_name", "luoshi"),
      ("client_encoding", "UTF8"),
    ]
    let given = Set(parameters.map { $0.prefix { $0 != "=" } })
    let added = ours.filter { !given.contains(Substring($0.0)) }.map { "\($0.0)=\($0.1)" }
    database = base + "?" + (parameters.map(String.init) + added).joined(separator: "&")
    let open = parameters.filter { !$0.contains("password") }.map(String.init)
    shown =
      Self.withoutPassword(base) + "?" + (open + ["ledger=\(name)"]).joined(separator: "&")
  }

  /// The ledger of another name in the same database.
  func named(_ other: String) -> PostgreSQLAddress {
    let start = shown.index(shown.endIndex, offsetBy: -name.count)
    return PostgreSQLAddress(
      database: database, name: other, shown: String(shown[..<start]) + other)
  }

  private init(database: String, name: String, shown: String) {
    self.database = database
    self.name = name
    self.shown = shown
  }

  private static func isName(_ name: String) -> Bool {
    (1...63).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private static func withoutPassword(_ base: String) -> String {
    guard let scheme = base.firstRange(of: "://") else { return base }
    let rest = base[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    guard let end = authority.lastIndex(of: "@"),
      let colon = authority[..<end].firstIndex(of: ":")
    else { return base }
    return String(base[..<colon]) + String(base[end...])
  }
}
#endif
