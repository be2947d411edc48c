import ArgumentParser
import Foundation
import Ledger
import Programmes
import Quantities
import Registry

/// `luoshi erase`.
struct EraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase what is personal in a record, for good, with an entry that says so.",
    discussion: """
      The keys of the record, of the records that refer to it and of the offline entries that \
      hold something about them are destroyed: sealed values can be read by nobody any more, \
      also in copies of the entries. Entries, proofs, states and numbers stay. It cannot be \
      undone. Backups made before still hold the keys: keep erased-keys.txt, which restore goes \
      by.
      """)

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  @OptionGroup var person: PersonOptions

  @Option(
    help: "request, withdrawn (consent), achieved (purpose), expired (time of keeping) or unlawful."
  )
  var ground: String = "request"

  @Option(help: "Why, in words; kept in the entry for those inside.")
  var reason: String

  @Option(help: "The login of the account that erases; without it, the operator.")
  var by: String?

  @Flag(help: "Leave the records that refer to it as they are.")
  var only = false

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let opened = try LedgerFolder.open(ledger, resources: resources)
      let registry = opened.registry
      let today = registry.today
      var generator = SystemRandomNumberGenerator()
      let requests = try registry.read { view in
        let record = try person.find(in: view, today: today)
        let erasure = ErasureRequest(
          record: record.id, ground: ground, reason: reason, actor: try actor(in: view))
        let requests = try view.requests(erasing: erasure, isOnly: only, on: today) {
          EntryID(
            milliseconds: registry.now, random: (generator.next(), generator.next()))
        }
        guard let requests else { throw Failure("\(ledger): its definitions know no erasures") }
        return requests
      }
      let outcomes = try registry.submit(batch: requests.map { (at: nil, request: $0.1) })
      let isDone = try show(outcomes, of: requests, registry)
      try ErasedKeys.keep(of: registry, in: ledger)
      guard isDone else { throw Exit.failed }
    }
  }

  private func actor(in view: LedgerView) throws -> Actor {
    guard let by else { return .system }
    guard let actor = try view.account(login: by) else {
      throw Failure("--by \(by): there is no account with this login")
    }
    return actor
  }

  private func show(
    _ outcomes: [Outcome], of requests: [(record: Record, request: Request)],
    _ registry: Registry
  ) throws -> Bool {
    var isDone = true
    for ((record, request), outcome) in zip(requests, outcomes) {
      switch outcome {
      case .accepted(let acceptance):
        let isErasure = request.subject.id != record.id
        Console.out(
          "\(isErasure ? "erased" : "dropped") \(record.kind) \(record.id) "
            + "(entry \(acceptance.seq))")
      case .refused(let refusal):
        isDone = false
        let words = try registry.read {
          refusal.message(in: .en, naming: $0.programmes, action: request.action)
        }
        Console.out("REFUSED \(record.kind) \(record.id): \(words)")
      }
    }
    return isDone
  }
}

/// The list of keys that were destroyed, beside the ledger, for restores.
enum ErasedKeys {
  static let name = "erased-keys.txt"

  /// Writes the list anew, with what it holds already.
  static func keep(of registry: Registry, in ledger: String) throws {
    let keys = try registry.read { try $0.erasedKeys() }
    let folder = try LedgerPlace.files(of: ledger)
    try write(keys + read(in: folder), in: folder)
    Console.note(
      "\(folder)/\(name) lists the keys destroyed so far; copy it to where the backups are, since "
        + "those made before still hold them")
  }

  static func write(_ keys: [ErasedKey], in folder: String) throws {
    try Files.writeWhole(Array(ErasedKey.list(keys).utf8), to: "\(folder)/\(name)")
  }

  /// The list in a ledger's folder; empty if there is none.
  static func read(in folder: String) throws -> [ErasedKey] {
    let path = "\(folder)/\(name)"
    return FileManager.default.fileExists(atPath: path) ? try read(path) : []
  }

  static func read(_ path: String) throws -> [ErasedKey] {
    do {
      return try ErasedKey.parse(try Files.read(path))
    } catch let error as ErasedListError {
      throw Failure("\(path): \(error)")
    }
  }
}
