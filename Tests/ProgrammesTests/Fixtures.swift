import Foundation
import ProgrammeFiles
import Programmes
import Quantities
import Testing

/// The folder of the bundled packages, found from this file's own place.
let packagesFolder: String = {
  var parts = #filePath.split(separator: "/").map(String.init)
  parts.removeLast(3)
  return "/" + parts.joined(separator: "/") + "/Packages"
}()

/// The bytes of a file.
func bytes(of path: String) throws -> [UInt8] {
  Array(try #require(FileManager.default.contents(atPath: path), "no file at \(path)"))
}

/// The bundled packages, in the order they are numbered.
let packageNames = [
  "programmes", "units", "accounts", "premises", "shop-inspection", "elder-station", "persons",
  "test-booking", "statistics", "documents", "targets", "periods", "mutual-aid",
]

/// All bundled packages, checked together.
func bundled() throws -> ProgrammeSet {
  try readProgrammes(
    packageNames.map { ("\($0).yaml", try bytes(of: "\(packagesFolder)/\($0).yaml")) })
}

/// A set of one definition written in a test.
func programmes(_ texts: String...) throws -> ProgrammeSet {
  try readProgrammes(
    texts.enumerated().map { index, text in
      (index == 0 ? "test.yaml" : "test\(index).yaml", Array(text.utf8))
    })
}

/// Reads files as `readProgrammes` does, for suites that do not import `ProgrammeFiles`.
func readProgrammesForTest(
  _ files: [(String, [UInt8])]
) throws(DefinitionErrors) -> ProgrammeSet {
  try readProgrammes(files.map { (name: $0.0, bytes: $0.1) })
}
