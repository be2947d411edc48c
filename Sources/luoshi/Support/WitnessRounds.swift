import Foundation
import Glibc
import Ledger
import Registry
import Storage
import Verifier
import Web

/// Asks the witnesses for cosignatures of the newest checkpoint, again and again, and has the site
/// publish a checkpoint once enough have given theirs.
actor WitnessRounds {
  private let registry: Registry
  private let policy: WitnessPolicy
  private let published: CosignedLog
  /// Where the last checkpoint published is kept, for the next start.
  private let path: String
  /// What each witness is known to have cosigned last, by its key's name.
  private var sizes: [String: Int64] = [:]
  private var complaints: [String: String] = [:]

  static let fileName = "cosigned-checkpoint"
  private static let timeoutSeconds = 10

  init(registry: Registry, policy: WitnessPolicy, published: CosignedLog, folder: String) {
    self.registry = registry
    self.policy = policy
    self.published = published
    self.path = folder + "/" + Self.fileName
  }

  /// Goes on until the task is cancelled.
  func run(every interval: Duration) async {
    takeUp()
    while !Task.isCancelled {
      await round()
      try? await Task.sleep(for: interval)
    }
  }

  /// Publishes what was cosigned before the last stop, if it is this log's and enough signed it.
  private func takeUp() {
    guard FileManager.default.fileExists(atPath: path), let bytes = try? Files.read(path),
      let note = try? SignedNote(parsing: bytes), policy.check(note).isMet,
      (try? Checkpoint.verified(note, by: registry.verifierKey)) != nil,
      (try? isOfThisTree(note)) == true
    else { return }
    published.publish(note)
  }

  private func isOfThisTree(_ note: SignedNote) throws -> Bool {
    let kept = try Checkpoint(parsing: note.text)
    return try registry.read { view in
      guard let request = try view.consistency(from: kept.size) else { return false }
      let newest = try Checkpoint(parsing: request.checkpoint.text)
      return request.extends(kept.root, to: newest)
    }
  }

  private func round() async {
    guard let newest = try? newestNote(), let checkpoint = try? Checkpoint(parsing: newest.text)
    else { return }
    if let note = published.newest, let last = try? Checkpoint(parsing: note.text),
      last.size == checkpoint.size, policy.check(note).seen.count == policy.members.count
    {
      return
    }
    var lines: [NoteSignature] = []
    for member in policy.members {
      guard let address = member.address else { continue }
      do {
        lines += try await cosignatures(of: newest, checkpoint, by: member, at: address)
        complaints[member.key.name] = nil
      } catch {
        complain("\(error)", of: member.key.name)
      }
    }
    let note = newest.adding(lines)
    let result = policy.check(note)
    // The same checkpoint is published again when further witnesses have cosigned it.
    guard result.isMet else { return }
    published.publish(note)
    try? Files.writeWhole(Array(note.description.utf8), to: path)
  }

  private func newestNote() throws -> SignedNote? {
    try registry.read { try $0.checkpoint() }
      .map { try SignedNote(parsing: Array($0.note.utf8)) }
  }

  /// Said once for as long as it stays the same.
  private func complain(_ text: String, of name: String) {
    guard complaints.updateValue(text, forKey: name) != text else { return }
    Console.note("witness \(name): \(text)")
  }

  private func cosignatures(
    of note: SignedNote, _ checkpoint: Checkpoint, by member: WitnessPolicy.Member,
    at address: String
  ) async throws -> [NoteSignature] {
    // Asked twice at most: who knows another size says so.
    for attempt in 0..<2 {
      let known = sizes[member.key.name] ?? 0
      let request = try registry.read { try $0.consistency(from: known, to: note) }
      guard let request else {
        throw Failure(
          "it has cosigned \(known) entries and this ledger has \(checkpoint.size): was an older "
            + "backup restored?")
      }
      let (status, body) = try await post(request.description, to: address)
      switch status {
      case 200:
        let lines = body.split(separator: "\n").compactMap { NoteSignature(String($0)) }
        guard (try? member.key.time(in: note.adding(lines))) != nil, !lines.isEmpty else {
          throw Failure("its answer is not signed by the key that is known")
        }
        sizes[member.key.name] = checkpoint.size
        return lines.filter { $0.keyID == member.key.id }
      case 409 where attempt == 0:
        guard let size = Int64(body.trimmingCharacters(in: .whitespacesAndNewlines)) else {
          throw Failure("it answers 409 without saying which size it knows")
        }
        sizes[member.key.name] = size
      default:
        throw Failure("it answers \(status): \(body.prefix(200))")
      }
    }
    throw Failure("it has cosigned another tree of this size")
  }

  /// Through `curl`, which speaks TLS and is there on every server; this program speaks none.
  private func post(_ text: String, to address: String) async throws -> (Int, String) {
    let base = address.hasSuffix("/") ? String(address.dropLast()) : address
    let printed = try await ChildProcess.run(
      "curl",
      [
        "--silent", "--show-error", "--max-time", "\(Self.timeoutSeconds)", "--proto",
        "=http,https",
        "--max-filesize", "32768", "--data-binary", "@-", "--header", "Content-Type: text/plain",
        "--write-out", "\n%{http_code}", "--url", base + "/add-checkpoint",
      ], input: Array(text.utf8))
    guard printed.status == 0, let end = printed.out.lastIndex(of: "\n"),
      let status = Int(printed.out[end...].dropFirst())
    else {
      let reason = printed.error.trimmingCharacters(in: .whitespacesAndNewlines)
      throw Failure(
        printed.status == 127
          ? "curl is not installed; it is what the witnesses are asked with"
          : "it cannot be reached at \(base): \(reason)")
    }
    return (status, String(printed.out[..<end]))
  }
}

/// Another program that is given a little and says a little.
enum ChildProcess {
  /// What a run printed, and how it ended.
  struct Ending: Sendable {
    let status: Int32
    let out: String
    let error: String
  }

  /// Runs a program found by its name without holding up a thread; 127 if it is not there.
  ///
  /// Input and output must each fit in a pipe (64 KiB on Linux), since both are moved at once.
  static func run(
    _ name: String, _ arguments: [String], input: [UInt8]
  ) async throws -> Ending {
    precondition(input.count < 64 * 1_024)
    // Who ends before it has read everything must not end this program.
    _ = signal(SIGPIPE, SIG_IGN)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    let given = Pipe()
    let out = Pipe()
    let error = Pipe()
    process.standardInput = given
    process.standardOutput = out
    process.standardError = error
    return try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { ended in
        continuation.resume(
          returning: Ending(
            status: ended.terminationStatus, out: text(of: out), error: text(of: error)))
      }
      do {
        try process.run()
        try given.fileHandleForWriting.write(contentsOf: Data(input))
        try given.fileHandleForWriting.close()
      } catch {
        // Once it runs, its end is what answers.
        if !process.isRunning, process.processIdentifier == 0 {
          continuation.resume(throwing: error)
        }
      }
    }
  }

  private static func text(of pipe: Pipe) -> String {
    String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
