import Foundation
import ProgrammeFiles
import Programmes

/// The files that come with the program, from the repository's root.
enum Bundled {
  static func programmes() throws -> [ProgrammeDraft] {
    let names = try FileManager.default.contentsOfDirectory(atPath: "Packages")
      .filter { $0.hasSuffix(".yaml") }.sorted()
    return ProgrammeDraft.inOrderOfUse(
      try names.map { try readProgramme(bytes("Packages/\($0)"), file: $0) })
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: name)))
  }
}
