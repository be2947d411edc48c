#if PostgreSQL
import Ledger
import Storage
import Synchronization

/// Numbers of symbols as readers have seen them.
///
/// Only what has been committed is in it, and a symbol's number never changes.
final class SymbolCache: Sendable {
  private let ledger: Int32
  private let numbers = Mutex<[String: Int32]>([:])
  private let texts = Mutex<[Int32: String]>([:])

  init(ledger: Int32) {
    self.ledger = ledger
  }

  /// The number of a text, if it has one.
  func number(_ text: String, on connection: Connection) throws -> Int32? {
    if let known = numbers.withLock({ $0[text] }) { return known }
    let found = try connection.first(
      "SELECT id FROM symbol WHERE ledger = $1::integer AND name = $2::bytea",
      .small(ledger), .text(text)
    ) { Int32($0.integer(0, 0)) }
    if let found { numbers.withLock { $0[text] = found } }
    return found
  }

  /// The text of a number.
  func text(_ number: Int64, on connection: Connection) throws -> String {
    guard let number = Int32(exactly: number) else { throw RowDamage() }
    if let known = texts.withLock({ $0[number] }) { return known }
    let found = try connection.first(
      "SELECT name FROM symbol WHERE ledger = $1::integer AND id = $2::integer",
      .small(ledger), .small(number)
    ) { $0.text(0, 0) }
    guard let found else { throw RowDamage() }
    texts.withLock { $0[number] = found }
    return found
  }
}

/// Numbers of symbols as the one writer gives them; new ones are written with the batch that has
/// them first.
final class WriterSymbols: Sendable {
  private let state: Mutex<State>

  private struct State {
    var numbers: [String: Int32] = [:]
    var texts: [Int32: String] = [:]
    var fresh: [(id: Int32, name: String)] = []
    var highest: Int32 = 0
  }

  init() {
    state = Mutex(State())
  }

  /// Takes all anew from what has been committed: those given in a failed transaction are gone.
  func load(ledger: Int32, from connection: Connection) throws(StorageFailure) {
    let rows = try connection.rows(
      "SELECT id, name FROM symbol WHERE ledger = $1::integer", Parameters(.small(ledger)))
    var loaded = State()
    for row in 0..<rows.count {
      let id = Int32(rows.integer(row, 0))
      let name = rows.text(row, 1)
      loaded.numbers[name] = id
      loaded.texts[id] = name
      loaded.highest = max(loaded.highest, id)
    }
    let symbols = loaded
    state.withLock { $0 = symbols }
  }

  /// The number of a text, if it has one.
  func known(_ text: String) -> Int32? { state.withLock { $0.numbers[text] } }

  /// The text of a number.
  func text(_ number: Int64) throws(RowDamage) -> String {
    guard let number = Int32(exactly: number), let text = state.withLock({ $0.texts[number] })
    else { throw RowDamage() }
    return text
  }

  /// The number of a text, given one now if it has none.
  func number(of text: String) -> Int32 {
    state.withLock { state in
      if let known = state.numbers[text] { return known }
      state.highest += 1
      state.numbers[text] = state.highest
      state.texts[state.highest] = text
      state.fresh.append((state.highest, text))
      return state.highest
    }
  }

  /// Those that have not been written yet.
  func takeFresh() -> [(id: Int32, name: String)] {
    state.withLock { state in
      defer { state.fresh = [] }
      return state.fresh
    }
  }
}
#endif
