import Foundation
import Glibc
import Ledger
import Web

/// A witness's folder: its key, and the last checkpoint that it cosigned of each log.
struct WitnessFolder: WitnessMemory {
  let path: String

  init(_ path: String) throws {
    self.path = path
    try Files.makeFolder(path)
  }

  /// The seed of its key, made if there is none.
  func seed() throws -> [UInt8] {
    let file = path + "/witness.key"
    if FileManager.default.fileExists(atPath: file) {
      let text = String(decoding: try Files.read(file), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      guard let seed = Hex.decode(text), seed.count == WitnessSigner.seedByteCount else {
        throw Failure("\(file): is no witness's key; it should hold 64 hexadecimal digits")
      }
      return seed
    }
    var generator = SystemRandomNumberGenerator()
    let seed = (0..<WitnessSigner.seedByteCount).map { _ in
      UInt8.random(in: .min ... .max, using: &generator)
    }
    try PrivateFile.write(Array((Hex.encode(seed) + "\n").utf8), to: file)
    Console.note("a new key was made: \(file). Keep a copy in a safe place.")
    return seed
  }

  func last(of origin: String) throws -> SignedNote? {
    let file = name(of: origin)
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    do {
      return try SignedNote(parsing: try Files.read(file))
    } catch let error as NoteError {
      throw Failure("\(file): is no checkpoint (\(error)); nothing is cosigned until it is mended")
    }
  }

  /// Writes the note beside the old one, syncs it, and puts it in its place.
  func keep(_ note: SignedNote, of origin: String) throws {
    let file = name(of: origin)
    let part = file + ".part"
    let isMade = FileManager.default.createFile(
      atPath: part, contents: Data(note.description.utf8))
    guard isMade, sync(part), unsafe rename(part, file) == 0, sync(path) else {
      throw Failure("\(file): cannot be written; check the folder and the room on the disk")
    }
  }

  /// Origins hold slashes, so their hash names the file; the note in it names the origin.
  private func name(of origin: String) -> String {
    "\(path)/\(Hex.encode(Array(Hash.sha256(Array(origin.utf8)).bytes.prefix(16)))).checkpoint"
  }

  private func sync(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }
}
