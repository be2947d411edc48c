import ArgumentParser
import Foundation
import Programmes
import Quantities
import Registry

/// `luoshi submit`.
struct SubmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Enter requests in a ledger: work, corrections, unit changes, offline entries.",
    discussion: """
      Each line is a request in JSON, such as {"by": "li.min", "unit": "140213", "programme": \
      "units", "action": "unit.rename", "record": {"key": "unit.code", "value": "140213062"}, \
      "fields": {"name": "…", "reason": "…"}}. It is decided as any other: by roles, conditions, \
      ceilings and closed months. docs/reference/submitting.md says what a line may hold.
      """)

  @Argument(help: "The file of requests; - or nothing reads standard input.")
  var file: String = "-"

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  func run() async throws {
    try await Console.run {
      let lines = try Self.lines(of: file)
      let opened = try LedgerFolder.open(ledger, resources: try ResourceFolder.find())
      try Self.catchUp(opened.registry)
      var submitting = Submitting(registry: opened.registry)
      for (number, line) in lines { try submitting.take(line, number) }
      try submitting.flush()
      guard submitting.refused == 0 else {
        Console.note("\(submitting.refused) of \(lines.count) requests were not entered")
        throw Exit.failed
      }
    }
  }

  /// What became due while nobody had the ledger open comes first, as what a crash left half-way.
  private static func catchUp(_ registry: Registry) throws {
    while try registry.actOnTime().hasMore {}
    try registry.resumeArrivals()
  }

  /// The requests by the number of their line; nothing is entered if one of them cannot be read.
  private static func lines(of file: String) throws -> [(Int, RequestLine)] {
    let bytes =
      file == "-" ? Array(FileHandle.standardInput.readDataToEndOfFile()) : try Files.read(file)
    var lines: [(Int, RequestLine)] = []
    var faults: [String] = []
    let texts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in texts.enumerated() {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        faults.append("\(file):\(index + 1): is no UTF-8")
        continue
      }
      guard text.contains(where: { !$0.isWhitespace }) else { continue }
      do {
        lines.append((index + 1, try RequestLine(text)))
      } catch {
        faults.append("\(file):\(index + 1): \(error)")
      }
    }
    guard faults.isEmpty else {
      let more = faults.count > 20 ? "\nand \(faults.count - 20) more" : ""
      throw Failure(
        faults.prefix(20).joined(separator: "\n") + more + "\nnothing was entered")
    }
    return lines
  }
}

/// Enters requests in their order, many with one sync where none needs what another made.
private struct Submitting {
  let registry: Registry
  private(set) var refused = 0
  private var requests: [(number: Int, request: Request)] = []
  private var arrivals: [(number: Int, arrival: Arrival)] = []

  private static let batchSize = 512

  init(registry: Registry) {
    self.registry = registry
  }

  mutating func take(_ line: RequestLine, _ number: Int) throws {
    if line.looksUp { try flush() }
    let asked: RequestLine.Asked
    do {
      asked = try self.asked(line)
    } catch let fault as RequestFault {
      try flush()
      return refuse(number, "\(fault)")
    }
    switch asked {
    case .request(let request):
      if !arrivals.isEmpty || requests.count == Self.batchSize { try flush() }
      requests.append((number, request))
    case .arrival(let arrival):
      if !requests.isEmpty || arrivals.count == Self.batchSize { try flush() }
      arrivals.append((number, arrival))
    case .settling(let request):
      try flush()
      try show(registry.settle(request), of: request, number)
    }
  }

  private func asked(_ line: RequestLine) throws -> RequestLine.Asked {
    let milliseconds = registry.now
    return try registry.read { view in
      try line.asked(in: view, today: registry.today) {
        var generator = SystemRandomNumberGenerator()
        return EntryID(
          milliseconds: milliseconds, random: (generator.next(), generator.next()))
      }
    }
  }

  mutating func flush() throws {
    let (requests, arrivals) = (requests, arrivals)
    (self.requests, self.arrivals) = ([], [])
    if !requests.isEmpty {
      let outcomes = try registry.submit(batch: requests.map { (at: nil, request: $0.request) })
      for ((number, request), outcome) in zip(requests, outcomes) {
        try show(outcome, of: request, number)
      }
    }
    if !arrivals.isEmpty { try receive(arrivals) }
  }

  private mutating func show(
    _ outcome: Outcome, of request: Request, _ number: Int
  ) throws {
    switch outcome {
    case .accepted(let acceptance):
      let subject = acceptance.touched.first { $0.record == request.subject.id }
      Console.out(
        "\(number): entry \(acceptance.seq)\(acceptance.isRepeat ? " as before" : ""), "
          + "\(subject?.kind ?? "record") \(request.subject.id)"
          + (subject.map { ", \($0.state)" } ?? ""))
    case .refused(let refusal):
      refuse(number, try words(refusal, of: request.action))
    }
  }

  private func words(_ refusal: Refusal, of action: String) throws -> String {
    let message = try registry.read {
      refusal.message(in: .en, naming: $0.programmes, action: action)
    }
    return "\(refusal.code): \(message)"
  }

  private mutating func refuse(_ number: Int, _ words: String) {
    refused += 1
    Console.out("\(number): REFUSED \(words)")
  }

  // MARK: Made without a network

  private mutating func receive(_ arrivals: [(number: Int, arrival: Arrival)]) throws {
    let statuses: [ArrivalStatus]
    do {
      statuses = try registry.receive(arrivals.map(\.arrival))
    } catch let refusal as Refusal {
      for (number, arrival) in arrivals {
        refuse(number, try words(refusal, of: arrival.request.action))
      }
      return
    }
    for ((number, arrival), status) in zip(arrivals, statuses) {
      Console.out("\(number): \(Self.words(status)), record \(arrival.request.subject.id)")
    }
  }

  private static func words(_ status: ArrivalStatus) -> String {
    switch status {
    case .entered(let seq): "entry \(seq)"
    case .marked(let seq, let codes):
      "entry \(seq), marked \(codes.joined(separator: " "))"
    case .waiting: "kept, waits for what it rests on"
    case .conflict(let code, let against):
      "kept, to be settled: \(code)" + (against.isEmpty ? "" : " (\(against))")
    case .dropped: "was dropped"
    case .merged(let record): "is merged into \(record)"
    case .erased: "was erased"
    }
  }
}
