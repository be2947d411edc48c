import ArgumentParser
import Foundation
import Ledger
import Programmes
import Quantities
import Registry

/// Which person or record a command is about.
struct PersonOptions: ParsableArguments {
  @Option(help: "The record's id.")
  var record: String?

  @Option(help: "The person's identity number; - reads it from standard input.")
  var identityNumber: String?

  @Option(help: "The person's telephone number; - reads it from standard input.")
  var phone: String?

  func validate() throws {
    let given = [record, identityNumber, phone].compactMap { $0 }
    guard given.count == 1 else {
      throw ValidationError("give one of --record, --identity-number and --phone")
    }
  }

  /// The record.
  func find(in view: LedgerView, today: Day) throws -> Record {
    guard let found = try view.record(try id(in: view, today: today)) else {
      throw Failure("--record \(record ?? ""): there is no such record in the ledger")
    }
    return found
  }

  private func id(in view: LedgerView, today: Day) throws -> RecordID {
    if let record {
      guard let id = RecordID(record) else {
        throw Failure("--record \(record): give the record's id, 32 hexadecimal digits")
      }
      return id
    }
    if let identityNumber {
      return try only(
        try view.find(.identityNumber(try Self.text(identityNumber)), on: today),
        "--identity-number")
    }
    return try only(try view.find(.phone(try Self.text(phone ?? "")), on: today), "--phone")
  }

  /// The one record found; the number itself is never printed.
  private func only(_ search: PersonSearch, _ option: String) throws -> RecordID {
    switch search {
    case .invalid:
      throw Failure("\(option): is no such number; check its digits")
    case .noKey:
      throw Failure(
        "\(option): no programme keeps a unique key over it, so nobody is found by it; use another "
          + "option")
    case .found(let ids):
      guard let id = ids.first else {
        throw Failure("\(option): the ledger knows nobody with it, or has erased their data")
      }
      guard ids.count == 1 else {
        throw Failure(
          "\(option): belongs to \(ids.count) records; name one with --record: "
            + ids.map(\.description).joined(separator: ", "))
      }
      return id
    }
  }

  /// The option's value, or a line of standard input, where no list of processes shows it.
  private static func text(_ value: String) throws -> String {
    guard value == "-" else { return value }
    guard let line = readLine(strippingNewline: true) else {
      throw Failure("-: standard input is empty; give the number there")
    }
    return line
  }
}
