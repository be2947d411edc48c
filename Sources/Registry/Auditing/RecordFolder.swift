import Ledger
import Programmes
import Quantities
import Storage
import Synchronization

/// Records that several entries have touched, made again from the entries in their histories: each
/// as numbers that its facts come to, which takes a tenth of the time of making the record.
///
/// Those that do not come out equal, or are of entries that the scanner leaves to the decoder, are
/// given back to be made again in full (`RecordBundle`).
final class RecordFolder: Sendable {
  /// A record as found, its names by their own numbers.
  struct Row: Sendable {
    let columns: RecordColumns
    let kind: UInt64
    let state: UInt64
    let unit: UInt64
    let history: [Int64]
  }

  /// What the records bring about and hold, and those to be made again in full.
  struct Result: Sendable {
    var sums: AuditSums
    var unsure: [RecordColumns] = []
  }

  /// A record as far as it has been made.
  private struct Made {
    var isSure = true
    var version: Int64 = 0
    var kind: UInt64 = 0
    var state: UInt64 = 0
    var unit: UInt64 = 0
    var keyNumber: Int64?
    /// Facts by the numbers of their names, with what name, entry and value come to.
    var facts: [(name: UInt64, hash: UInt64)] = []
    var keys: [UInt64] = []
    /// What was expected of it when its first entry was counted: kinds of sums, and numbers.
    var assumed: [(kind: AuditSums.Kind, hash: UInt64)] = []

    mutating func write(_ name: UInt64, _ hash: UInt64) {
      for place in facts.indices where facts[place].name == name {
        facts[place].hash = hash
        return
      }
      facts.append((name, hash))
    }
  }

  private let rows: [Row]
  private let places: [RecordID: Int]
  private let key: RowMixer
  private let made: Mutex<[Made]>

  init(_ rows: [Row], key: RowMixer) {
    self.rows = rows
    self.places = Dictionary(
      rows.enumerated().map { ($1.columns.id, $0) }, uniquingKeysWith: { $1 })
    self.key = key
    self.made = Mutex([Made](repeating: Made(), count: rows.count))
  }

  /// Takes in entries, in order.
  func add(_ page: EntryPage, by thread: ScanningThread) {
    thread.scanner.withLock { scanner in
      made.withLock { made in
        for index in 0..<page.count {
          if scanner.scan(page, index) {
            add(page, index, scanner, to: &made)
          } else if let entry = try? EntryCodec.decode(page[index]) {
            for touch in entry.decision.touches {
              if let place = places[touch.record] { made[place].isSure = false }
            }
          }
        }
      }
    }
  }

  private func add(
    _ page: EntryPage, _ index: Int, _ scanner: NamedScanner, to made: inout [Made]
  ) {
    let seq = page.seq(index)
    for (order, touch) in scanner.entry.touches.enumerated() {
      guard let place = places[touch.record] else { continue }
      let history = rows[place].history
      let next = Int(made[place].version)
      if next >= history.count || history[next] != seq { made[place].isSure = false }
      made[place].version += 1
      made[place].kind = scanner.word(touch.kind)
      made[place].state = scanner.word(touch.state)
      made[place].unit = scanner.word(touch.unit)
      let isFirst = touch.base == 0
      var keyNumber: Int64?
      for fact in scanner.entry.facts where fact.touch == order {
        let name = scanner.word(fact.name)
        let hash = key.fact(touch.record, name, seq: seq, fact, of: page.bytes)
        if fact.value == nil { keyNumber = fact.keyNumber }
        made[place].write(name, hash)
        if isFirst { made[place].assumed.append((.record, hash)) }
      }
      made[place].keyNumber = keyNumber ?? made[place].keyNumber
      if isFirst {
        let head = key.record(
          touch.record, kind: scanner.word(touch.kind), state: scanner.word(touch.state),
          unit: scanner.word(touch.unit), version: 1, keyNumber: keyNumber)
        made[place].assumed.append((.record, head))
      }
      addKeys(of: order, touch, page, scanner, to: &made[place])
    }
  }

  /// Keys given up and taken, in this order.
  private func addKeys(
    of order: Int, _ touch: EntryScanner.ScannedTouch, _ page: EntryPage, _ scanner: NamedScanner,
    to made: inout Made
  ) {
    for isTaken in [false, true] {
      for change in scanner.entry.keys where change.touch == order && change.isTaken == isTaken {
        guard let value = change.value else {
          made.isSure = false
          continue
        }
        let hash = key.key(
          scanner.word(change.name), value, of: page.bytes, holder: touch.record)
        if !isTaken {
          made.keys.removeAll { $0 == hash }
        } else if !made.keys.contains(hash) {
          made.keys.append(hash)
          if touch.base == 0 { made.assumed.append((.key, hash)) }
        }
      }
    }
  }

  /// Compares what was made with what is stored.
  func finished(_ sums: AuditSums, by thread: ScanningThread) -> Result {
    var result = Result(sums: sums)
    thread.scanner.withLock { scanner in
      made.withLock { made in
        for (place, row) in rows.enumerated() {
          guard made[place].isSure, isEqual(row, made[place], &scanner) else {
            result.unsure.append(row.columns)
            continue
          }
          let id = row.columns.id
          for seq in row.history {
            result.sums.move(.touch, key.touch(id, seq: seq), 1, isFound: true)
          }
          for (kind, hash) in made[place].assumed {
            result.sums.move(kind, hash, 1, isFound: true)
          }
          for hash in made[place].keys { result.sums.move(.key, hash, 1, isFound: false) }
        }
      }
    }
    return result
  }

  private func isEqual(_ row: Row, _ made: Made, _ scanner: inout NamedScanner) -> Bool {
    let columns = row.columns
    guard made.version == row.history.count, made.version == columns.version,
      made.kind == row.kind, made.state == row.state, made.unit == row.unit,
      made.keyNumber == columns.keyNumber, columns.blindKeys.isEmpty
    else { return false }
    var facts = RowReader(columns.facts)
    var seen = [Bool](repeating: false, count: made.facts.count)
    do {
      while !facts.isAtEnd {
        let name = scanner.word(try facts.piece(), of: columns.facts)
        // One that was erased is not equal to what was made: nothing erased is made here.
        let hash = key.fact(
          columns.id, name, seq: try facts.signed(), column: try facts.piece(),
          of: columns.facts)
        guard let place = made.facts.firstIndex(where: { $0.name == name && $0.hash == hash }),
          !seen[place]
        else { return false }
        seen[place] = true
      }
    } catch {
      return false
    }
    return seen.allSatisfy { $0 }
  }
}

/// A scanner, and the own numbers of the names that it knows.
struct NamedScanner: Sendable {
  private(set) var entry = EntryScanner()
  private var words: [UInt64] = []
  private let key: RowMixer

  init(key: RowMixer) {
    self.key = key
  }

  /// Reads one entry of a page; `false` if the decoder has to say what it is.
  mutating func scan(_ page: EntryPage, _ index: Int) -> Bool {
    defer { learn() }
    return entry.scan(page, index)
  }

  private mutating func learn() {
    while words.count < entry.names.texts.count {
      words.append(key.number(of: entry.names.texts[words.count]))
    }
  }

  /// A name's own number, by the scanner's.
  func word(_ number: Int32) -> UInt64 { words[Int(number)] }

  /// The own number of a name that is a piece of bytes.
  mutating func word(_ name: ArraySlice<UInt8>, of bytes: [UInt8]) -> UInt64 {
    guard let number = entry.names.number(name.startIndex..<name.endIndex, of: bytes) else {
      return key.number(of: String(decoding: name, as: UTF8.self))
    }
    learn()
    return words[Int(number)]
  }
}

/// What one thread scans entries with.
final class ScanningThread: Sendable {
  let scanner: Mutex<NamedScanner>

  init(key: RowMixer) {
    scanner = Mutex(NamedScanner(key: key))
  }
}
