import Ledger
import Programmes
import Quantities

/// Random but repeatable entries, and one fixed typical one.
struct Samples {
  var generator: SeededGenerator

  init(seed: UInt64) {
    self.generator = SeededGenerator(seed: seed)
  }

  static func secrets(_ byte: UInt8 = 7) throws -> LedgerSecrets {
    try LedgerSecrets(root: [UInt8](repeating: byte, count: 32))
  }

  static func key(_ number: Int64) -> SubjectKey {
    SubjectKey(number: number, bytes: [UInt8](repeating: UInt8(number & 0xFF), count: 32))
  }

  mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
  mutating func truth() -> Bool { Bool.random(using: &generator) }
  mutating func id<Tag>() -> ID<Tag> { ID(high: generator.next(), low: generator.next()) }

  mutating func integer() -> Int64 {
    let wide = Int64(bitPattern: generator.next())
    return wide >> Int64(number(64))
  }

  mutating func text() -> String {
    let pieces = ["", "a", "安全隐患", "é", "e\u{301}", "\u{0}", "🧯", "12", " long text 0123456789"]
    return (0..<number(4)).map { _ in pieces[number(pieces.count)] }.joined()
  }

  /// A value that opens at most `depth` levels.
  mutating func value(depth: Int = 8) -> Value {
    switch number(depth > 1 ? 8 : 4) {
    case 0: return .text(text())
    case 1: return .integer(integer())
    case 2: return .truth(truth())
    case 3: return .day(Day(number: Int32(truncatingIfNeeded: integer())))
    case 4: return .decimal(Decimal64(mantissa: integer(), scale: UInt8(number(19))))
    case 5: return .record(id())
    case 6:
      return .place(
        latitude: Int32(truncatingIfNeeded: integer()),
        longitude: Int32(truncatingIfNeeded: integer()))
    default:
      return .list(
        (0..<number(3)).map { _ in
          var item: [String: Value] = [:]
          for _ in 0..<number(3) { item[text()] = value(depth: depth - 2) }
          return item
        })
    }
  }

  mutating func touch() -> Touch {
    var writes: [String: Write] = [:]
    for _ in 0..<number(6) {
      let name = ["f", "隐患", "é"][number(3)] + "\(number(20))"
      let level = Level(rawValue: UInt8(number(4))) ?? .open
      writes[name] = Write(name: name, level: level, value: value(), isDerived: truth())
    }
    let keys = (0..<number(3)).map { _ in
      KeyChange(
        name: text(), value: truth() ? .plain(text()) : .blind(fields: [text(), text()]),
        isTaken: truth())
    }
    return Touch(
      record: id(), kind: text(), base: UInt32(truncatingIfNeeded: integer()), state: text(),
      unit: text(), writes: writes.values.sorted { $0.name < $1.name }, keys: keys,
      removes: number(4) == 0 ? ["a", "隐患"] : [], isContent: number(4) == 0,
      isErasure: number(8) == 0)
  }

  mutating func delta(_ touches: [Touch]) -> Delta {
    Delta(
      measure: text(), part: text(), unit: text(),
      day: Day(number: Int32(truncatingIfNeeded: integer())), amount: integer(),
      owner: reference(touches), member: reference(touches), isOpen: truth())
  }

  private mutating func reference(_ touches: [Touch]) -> RecordID? {
    switch number(3) {
    case 0: nil
    case 1: id()
    default: touches[number(touches.count)].record
    }
  }

  mutating func entry(seq: Int64 = 5) -> Entry {
    let touches = (0..<(1 + number(12))).map { _ in touch() }
    let deltas = (0..<number(5)).map { _ in delta(touches) }
    let actors: [Actor] = [.account(id()), .resident(id()), .clock, .system]
    return Entry(
      seq: seq, id: id(), at: integer(), on: Day(number: 19_000), actor: actors[number(4)],
      unit: text(), programme: text(), programmeVersion: number(1000), action: text(),
      requestDigest: .sha256([1]),
      decision: Decision(
        touches: touches, deltas: deltas,
        marks: number(3) == 0 ? ["arrival.collision", "record.wrong-state"] : []),
      amends: number(3) == 0
        ? Amendment(seq: Int64(number(5)), manner: truth() ? .void : .correct, reason: text())
        : nil, sealedWrites: [])
  }

  /// An inspection: two records, four plain fields, one sealed, three movements.
  static func inspection(sealed: [Write] = [keeper]) -> Entry {
    let inspection = RecordID(high: 0x018f_0000_0000_7000, low: 0x8000_0000_0000_0001)
    let premises = RecordID(high: 0x018f_0000_0000_7000, low: 0x8000_0000_0000_0002)
    let day = Day(number: 19_570)
    let plain = [
      Write(name: "hazards", level: .open, value: .integer(2), isDerived: false),
      Write(name: "note", level: .staff, value: .text("灭火器过期,限期三日"), isDerived: false),
      Write(name: "result", level: .open, value: .text("rectify"), isDerived: false),
      Write(name: "score", level: .staff, value: .integer(88), isDerived: true),
    ]
    let subject = Touch(
      record: inspection, kind: "inspection", base: 0, state: "open", unit: "110101",
      writes: (plain + sealed).sorted { $0.name < $1.name },
      keys: [KeyChange(name: "inspection.number", value: .plain("2023-0815"), isTaken: true)])
    let place = Touch(
      record: premises, kind: "premises", base: 3, state: "active", unit: "110101", writes: [],
      keys: [])
    return Entry(
      seq: 9, id: EntryID(high: 0x018f_0000_0000_7000, low: 0x8000_0000_0000_00FF),
      at: 1_690_848_000_123, on: day,
      actor: .account(RecordID(high: 0x018f_0000_0000_7000, low: 0x8000_0000_0000_0003)),
      unit: "110101", programme: "shop-inspection", programmeVersion: 3,
      action: "inspection.inspect", requestDigest: .sha256([7]),
      decision: Decision(
        touches: [subject, place],
        deltas: [
          delta("inspections", 1, member: nil, isOpen: true),
          delta("hazards-open", 2, member: nil, isOpen: true),
          delta("premises-inspected", 1, member: premises, isOpen: false),
        ]), sealedWrites: [])
  }

  static let keeper = Write(
    name: "keeper", level: .personal, value: .text("王小明"), isDerived: false)

  private static func delta(
    _ name: String, _ amount: Int64, member: RecordID?, isOpen: Bool
  ) -> Delta {
    Delta(
      measure: "shop-inspection.\(name)", part: "", unit: "110101", day: Day(number: 19_570),
      amount: amount, owner: nil, member: member, isOpen: isOpen)
  }
}

/// The bytes of values, since `Decimal64` holds 460 and 460.0 equal.
func printed(_ value: Value) -> String { (try? ValueCodec.encode(value)).map(Hex.encode) ?? "" }
