import Ledger
public import Programmes
public import Quantities
import Storage

/// What somebody can be found by although it is sealed.
public enum PersonalKey: Sendable, Hashable {
  /// An identity number (GB 11643).
  case identityNumber(String)
  /// A telephone number.
  case phone(String)
}

/// What came of looking for a person.
public enum PersonSearch: Sendable, Hashable {
  /// The records that hold the key, of different kinds.
  case found([RecordID])
  /// What was given is no such number.
  case invalid
  /// No programme keeps a unique key over such a field alone, so nobody can be found by it.
  case noKey
}

extension LedgerView {
  /// Looks for whom a sealed number belongs to, by the blind key over it.
  ///
  /// Whose data were erased is found by nothing.
  public func find(_ personal: PersonalKey, on today: Day) throws -> PersonSearch {
    let (type, text): (FieldType, String) =
      switch personal {
      case .identityNumber(let text): (.identityNumber, text)
      case .phone(let text): (.phone, text)
      }
    guard let value = type.value(of: text, on: today) else { return .invalid }
    var hasKey = false
    var found: [RecordID] = []
    for kind in programmes.latest.flatMap(\.kinds) {
      for key in kind.keys
      where key.isBlind && key.fields.count == 1 && kind.field(key.fields[0])?.type == type {
        hasKey = true
        let index = try secrets.blindIndex(key: key.name, values: [value])
        if let id = try reader.holder(KeyRow(name: key.name, value: index.bytes)) {
          found.append(id)
        }
      }
    }
    return hasKey ? .found(found) : .noKey
  }

  /// The records that refer to one: the cases about a person, and whatever else names them.
  ///
  /// Goes through all records of the kinds that can; there is no index, since it is asked seldom.
  public func records(referringTo record: Record) throws -> [Record] {
    var found: [Record] = []
    for kind in programmes.latest.flatMap(\.kinds) {
      let names = kind.fields.filter { $0.type.mayRefer(to: record.kind) }.map(\.name)
      guard !names.isEmpty else { continue }
      var last: RecordID?
      while true {
        let page = try reader.records(kind: kind.name, after: last, limit: 1_000)
        for row in page
        where names.contains(where: { row.record.value($0)?.refers(to: record.id) == true }) {
          found.append(row.record)
        }
        guard page.count == 1_000 else { break }
        last = page.last?.record.id
      }
    }
    return found
  }

  /// Who has an account with this login, as an actor; `nil` if there is none.
  public func account(login: String) throws -> Actor? {
    for kind in programmes.kinds(providing: .accounts) {
      for key in kind.keys where key.fields == ["login"] {
        if let id = try holder(of: key.name, value: login) { return .account(id) }
      }
    }
    return nil
  }
}

extension FieldType {
  fileprivate func mayRefer(to kind: String) -> Bool {
    referredKind == kind || (itemFields ?? []).contains { $0.type.referredKind == kind }
  }
}

extension Value {
  fileprivate func refers(to id: RecordID) -> Bool {
    switch self {
    case .record(let found): found == id
    case .list(let items): items.contains { $0.values.contains(.record(id)) }
    default: false
    }
  }
}
