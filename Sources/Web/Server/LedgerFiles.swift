import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Publishing
import Registry
import Storage

/// What machines fetch: leaves, proofs, the checkpoint, the style sheet, health and counters.
struct LedgerFiles: Sendable {
  let site: Site

  func register(on router: Router<BasicRequestContext>) {
    router.get(.leaf) { _, context in try leaf(try sequence(context)) }
    router.get(.proof) { _, context in try proof(try sequence(context)) }
    router.get(.numberProof) { request, _ in try number(request) }
    router.get(.checkpoint) { _, _ in try checkpoint() }
    router.get(.tile) { _, context in
      try tile(context.parameters.getCatchAll().joined(separator: "/"))
    }
    router.get(.consistency) { _, context in try consistency(context) }
    router.get(.receipt) { _, context in try receipt(try sequence(context)) }
    // For convenience only: who checks a proof should have the key from its owner, not from here.
    router.get(.key) { _, _ in
      .text("\(site.registry.verifierKey)\n", type: "text/plain; charset=utf-8")
    }
    router.get(.keys) { _, _ in
      .text(site.registry.properties.keyChanges, type: "text/plain; charset=utf-8")
    }
    router.get(.asset) { _, context in try asset(try context.parameters.require("name")) }
    router.get(.health) { _, _ in
      _ = try site.registry.read { try $0.through() }
      return .text("ok\n", type: "text/plain; charset=utf-8")
    }
    router.get(.metrics) { _, _ in
      .text(site.counters.text, type: "text/plain; version=0.0.4; charset=utf-8")
    }
  }

  private func leaf(_ seq: Int64) throws -> Response {
    let stored = try site.registry.read { view in
      seq < (try view.through()) ? try view.stored(seq) : nil
    }
    guard let stored else { throw unknown(seq) }
    return .download(
      stored.leaf, type: "application/cbor",
      name: ProofNames(seq: seq, isDemo: site.registry.isDemo).leaf)
  }

  private func proof(_ seq: Int64) throws -> Response {
    let found = try site.registry.read { view in
      // What witnesses have cosigned is worth more than what is newest.
      try site.cosigned.newest.flatMap { try view.proof(of: seq, under: $0) }
        ?? view.proof(of: seq)
    }
    guard let proof = found else { throw unknown(seq) }
    // The format has room for a note of one's own; in a demo it says so.
    let file = ProofFile(
      extra: site.registry.isDemo ? Array("演示数据 demo data".utf8) : proof.extra,
      index: proof.index, hashes: proof.hashes, checkpoint: proof.checkpoint)
    return .download(
      Array(file.description.utf8), type: "text/plain; charset=utf-8",
      name: ProofNames(seq: seq, isDemo: site.registry.isDemo).proof)
  }

  private func number(_ request: Request) throws -> Response {
    let parameters = Parameters(request)
    let query = try parameters.number()
    let file = try site.numberFile(try parameters.language(), query)
    return .download(
      Array(file.description.utf8), type: "text/plain; charset=utf-8",
      name: ProofNames.number(isDemo: site.registry.isDemo))
  }

  private func unknown(_ seq: Int64) -> Problem {
    Problem(
      code: "entry.unknown", status: 404, title: .notFound,
      what: Text.entryUnknown.filled(String(seq)), remedy: .startFromHere)
  }

  /// The newest checkpoint that enough witnesses have cosigned; without witnesses, the newest.
  private func checkpoint() throws -> Response {
    if let note = site.cosigned.newest {
      return .text(note.description, type: "text/plain; charset=utf-8")
    }
    guard let row = try site.registry.read({ try $0.checkpoint() }) else {
      throw Problem.ledgerEmpty
    }
    return .text(row.note, type: "text/plain; charset=utf-8")
  }

  /// The proof that the checkpoint published extends an older one, in the form of `add-checkpoint`.
  private func consistency(_ context: BasicRequestContext) throws -> Response {
    let text = try context.parameters.require("size")
    guard let older = Int64(text), older >= 0 else {
      throw Problem.invalid("size", text, remedy: Text.writeNumber.filled("size", "0"))
    }
    let found = try site.registry.read { view in
      try site.cosigned.newest.map { try view.consistency(from: older, to: $0) }
        ?? view.consistency(from: older)
    }
    guard let found else {
      throw Problem(
        code: "tile.unknown", status: 404, title: .notFound, what: .tileUnknown,
        remedy: .startFromHere)
    }
    return .text(found.description, type: "text/plain; charset=utf-8")
  }

  private func receipt(_ seq: Int64) throws -> Response {
    guard let receipt = try site.registry.read({ try $0.receipt(of: seq) }) else {
      throw unknown(seq)
    }
    return .download(
      Array(ReceiptFile(receipt).description.utf8), type: "text/plain; charset=utf-8",
      name: "receipt-\(seq).txt")
  }

  /// A tile or a bundle of entries as C2SP tlog-tiles lays them out; it never changes.
  ///
  /// A tile as wide as asked for is served for as long as the log has it, although the log has
  /// grown since, because a reader may hold an older checkpoint.
  private func tile(_ path: String) throws -> Response {
    guard let tile = Tile(path: "tile/\(path)"),
      let bytes = try site.registry.read({ view in
        path.hasPrefix("entries/") ? try view.bundle(tile) : try view.hashes(of: tile)
      })
    else {
      throw Problem(
        code: "tile.unknown", status: 404, title: .notFound, what: .tileUnknown,
        remedy: .startFromHere)
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/octet-stream",
        .cacheControl: "public, max-age=31536000, immutable",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func asset(_ name: String) throws -> Response {
    guard let file = site.assets.file(name) else { throw HTTPError(.notFound) }
    return Response(
      status: .ok,
      headers: [
        .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
  }
}
