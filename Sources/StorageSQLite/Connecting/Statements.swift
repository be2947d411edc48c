import Storage

/// The statements of one connection, each prepared once.
final class Statements {
  let connection: Connection
  private var prepared: [String: Statement] = [:]

  init(on connection: Connection) {
    self.connection = connection
  }

  /// The statement for `sql`.
  func callAsFunction(_ sql: String) throws(StorageFailure) -> Statement {
    if let known = prepared[sql] { return known }
    let statement = try connection.prepare(sql)
    prepared[sql] = statement
    return statement
  }
}

/// The numbers that the projections keep instead of names, as one connection knows them.
final class Symbols {
  private let statement: Statements
  private var numbers: [String: Int64] = [:]
  private var texts: [Int64: String] = [:]

  init(_ statements: Statements) {
    self.statement = statements
  }

  /// The number of a text, if it has one.
  func known(_ text: String) throws -> Int64? {
    if let known = numbers[text] { return known }
    let found = try statement("SELECT id FROM symbol WHERE text = $1")
    guard let id = try found.first(.text(text), read: { $0.integer(0) }) else { return nil }
    numbers[text] = id
    return id
  }

  /// The text of a number that a row has.
  func text(_ number: Int64) throws -> String {
    if let known = texts[number] { return known }
    let found = try statement("SELECT text FROM symbol WHERE id = $1")
    guard let text = try found.first(.integer(number), read: { $0.text(0) }) else {
      throw RowDamage()
    }
    texts[number] = text
    return text
  }

  /// The number of a text, given one now if it has none.
  func number(of text: String) throws -> Int64 {
    if let known = try known(text) { return known }
    let insertion = try statement("INSERT INTO symbol (text) VALUES ($1) RETURNING id")
    guard let id = try insertion.first(.text(text), read: { $0.integer(0) }) else {
      throw StorageFailure.engine(
        code: 0, message: "no id for a new symbol", during: "INSERT INTO symbol")
    }
    numbers[text] = id
    return id
  }

  /// Forgets all numbers: those given in a transaction that failed are gone with it.
  func forget() {
    numbers.removeAll()
    texts.removeAll()
  }
}
