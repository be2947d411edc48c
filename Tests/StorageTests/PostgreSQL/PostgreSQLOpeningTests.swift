#if PostgreSQL
import Ledger
import Programmes
import Quantities
import Storage
import TestServer
import Testing

@testable import StoragePostgreSQL

/// Addresses need no server.
struct PostgreSQLAddressTests {
  @Test func `an address shows no password`() throws {
    let address = try PostgreSQLAddress(
      "postgresql://me:secret@host:5433/city?sslmode=require&password=secret&ledger=pingcheng")
    #expect(address.name == "pingcheng")
    #expect(address.shown == "postgresql://me@host:5433/city?sslmode=require&ledger=pingcheng")
    #expect(address.database.contains("me:secret@host:5433/city?"))
    #expect(!address.database.contains("ledger="))
  }

  @Test func `a ledger without a name has the usual one`() throws {
    let address = try PostgreSQLAddress("postgres:///city")
    #expect(address.name == PostgreSQLAddress.standardName)
    #expect(address.shown == "postgres:///city?ledger=luoshi")
    #expect(address.named("other").shown == "postgres:///city?ledger=other")
  }

  @Test func `what the user says goes before what is added`() throws {
    let address = try PostgreSQLAddress("postgresql:///city?connect_timeout=3")
    #expect(address.database.contains("connect_timeout=3"))
    #expect(!address.database.contains("connect_timeout=10"))
  }

  @Test(arguments: ["?ledger=", "?ledger=A", "?ledger=a b", "?ledger=a'b", "?ledger=a&ledger=b"])
  func `a bad name is refused in words`(query: String) {
    #expect(throws: PostgreSQLAddress.Problem.self) {
      _ = try PostgreSQLAddress("postgresql:///city" + query)
    }
  }

  @Test func `a server that is not there is named without its password`() throws {
    let address = try PostgreSQLAddress("postgresql://me:secret@/city?host=/nowhere")
    let failure = #expect(throws: StorageFailure.self) {
      _ = try PostgreSQLStore(address, properties: nil)
    }
    let words = try #require(failure).description
    #expect(words.contains("me@/city"))
    #expect(!words.contains("secret"))
  }
}

/// Making, finding, drafting and rebuilding ledgers of a database.
@Suite(.enabled(if: TestServer.shared.address != nil, Comment(rawValue: TestServer.shared.reason)))
struct PostgreSQLOpeningTests {
  private static let properties = ["origin": "test.invalid", "digest": "sha-256"]

  /// The address of a ledger in a database of its own.
  private static func database(_ name: String) throws -> PostgreSQLAddress {
    let connection = try PostgreSQLStore.connect(TestServer.shared.ledger("none"))
    try connection.execute("CREATE DATABASE \(name)")
    let address = try #require(TestServer.shared.address)
    return try PostgreSQLAddress(
      address.replacing("@/postgres?", with: "@/\(name)?") + "&ledger=one")
  }

  @Test func `a ledger that is not there is only made by who asks for one`() throws {
    let address = try Self.database("opening")
    #expect(throws: StorageFailure.notFound(folder: address.shown)) {
      _ = try PostgreSQLStore(address, properties: nil)
    }
    #expect(try !PostgreSQLStore.exists(address))
    _ = try PostgreSQLStore(address, properties: Self.properties)
    #expect(try PostgreSQLStore.exists(address))
    // What was settled stays, whoever asks for what.
    let store = try PostgreSQLStore(address, properties: ["origin": "other.invalid"])
    #expect(try store.properties() == Self.properties)
    #expect(try PostgreSQLStore.properties(at: address)["format"] == "\(Schema.format)")
    #expect(try store.lastMoment() == nil)
  }

  @Test func `a newer format is refused`() throws {
    let address = try Self.database("newer")
    _ = try PostgreSQLStore(address, properties: Self.properties)
    try PostgreSQLStore.connect(address).execute("UPDATE format SET number = 99")
    #expect(
      throws: StorageFailure.newerFormat(
        path: address.shown, found: 99, known: Schema.format)
    ) { _ = try PostgreSQLStore(address, properties: Self.properties) }
  }

  @Test func `many processes that make the same ledger make one`() async throws {
    let address = try Self.database("racing")
    let numbers = try await withThrowingTaskGroup(of: Int32.self) { group in
      for _ in 0..<6 {
        group.addTask { try PostgreSQLStore(address, properties: Self.properties).ledger }
      }
      return try await group.reduce(into: Set<Int32>()) { $0.insert($1) }
    }
    #expect(numbers == [1])
  }

  @Test func `a draft left unfinished is made anew, a finished one stays`() throws {
    let address = try TestServer.shared.ledger("drafted")
    do {
      let left = try PostgreSQLStore(draftOf: address, properties: Self.properties)
      try left.makeWriter().append(Sample.truth(0, 3))
      #expect(throws: StorageFailure.writerElsewhere(ledger: left.address.shown)) {
        _ = try PostgreSQLStore(draftOf: address, properties: Self.properties)
      }
    }
    #expect(try !PostgreSQLStore.exists(address))
    let draft = try PostgreSQLStore(draftOf: address, properties: Self.properties)
    let writer = try draft.makeWriter()
    #expect(try writer.entryCount() == 0)
    try writer.append(Sample.truth(0, 2))
    try draft.finishDraft(as: address)
    let store = try PostgreSQLStore(address, properties: nil)
    #expect(try store.read { try $0.entry(1) } == Sample.entry(1))
    let connection = try PostgreSQLStore.connect(address)
    #expect(throws: StorageFailure.self) {
      try connection.execute("DELETE FROM entry WHERE ledger = \(store.ledger)")
    }
  }

  // MARK: Rebuilding

  private static let tally = Sample.tally("m.visits", "", "a", .year(2022))

  /// A ledger with a tally of 5 and a zero, whose projections somebody has changed.
  private static func damaged() throws -> PostgreSQLAddress {
    let address = try TestServer.shared.freshLedger()
    let store = try PostgreSQLStore(address, properties: properties)
    var batch = ProjectionBatch(from: 0, through: 2)
    batch.tallies = [tally: 5]
    batch.balances = [BalanceKey(measure: "m.places", owner: Sample.record(1)): 1]
    try PostgreSQLAppender(session: store.writingSession())
      .append(Sample.truth(0, 2), projecting: batch)
    try PostgreSQLStore.connect(address).execute(
      """
      UPDATE tally SET amount = 6 WHERE ledger = \(store.ledger);
      DELETE FROM balance WHERE ledger = \(store.ledger);
      """)
    return address
  }

  private static func project(again store: PostgreSQLStore) throws {
    var batch = ProjectionBatch(from: 0, through: 2)
    batch.tallies = [tally: 5]
    batch.balances = [BalanceKey(measure: "m.places", owner: Sample.record(1)): 1]
    try store.makeProjector().project(batch)
  }

  @Test func `a rebuild says what was different, and others see it when it is whole`() throws {
    let address = try Self.damaged()
    let other = try PostgreSQLStore(address, properties: nil)
    let store = try PostgreSQLStore(rebuilding: address)
    #expect(try store.makeWriter().through() == 0)
    try Self.project(again: store)
    #expect(try store.makeWriter().through() == 2)
    #expect(try other.read { try $0.tally(Self.tally) } == 6)
    let differences = try store.finishRebuilding()
    #expect(
      differences == [
        PostgreSQLStore.Difference(table: "balance", wrong: 0, missing: 1),
        PostgreSQLStore.Difference(table: "tally", wrong: 1, missing: 1),
      ])
    #expect(try other.read { try $0.tally(Self.tally) } == 5)
    #expect(try other.read { try $0.through() } == 2)
  }

  @Test func `a rebuild that is cut short, or fails, changes nothing`() throws {
    let address = try Self.damaged()
    do {
      let store = try PostgreSQLStore(rebuilding: address)
      try Self.project(again: store)
    }
    let store = try PostgreSQLStore(rebuilding: address)
    #expect(throws: StorageFailure.self) {
      try store.makeProjector().project(ProjectionBatch(from: 1, through: 2))
    }
    // The failure has undone the transaction, and nothing may be written after it.
    #expect(throws: StorageFailure.self) { try Self.project(again: store) }
    #expect(throws: StorageFailure.self) { _ = try store.finishRebuilding() }
    let other = try PostgreSQLStore(address, properties: nil)
    #expect(try other.read { try $0.tally(Self.tally) } == 6)
    #expect(try other.read { try $0.through() } == 2)
  }
}
#endif
