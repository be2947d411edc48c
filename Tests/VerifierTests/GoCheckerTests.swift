import Foundation
import Ledger
import Testing
import Verifier

/// The same proofs, judged by an outside implementation: Tests/Interop/go on Go's log packages.
@Suite(.enabled(if: GoChecker.isAvailable, "needs go and golang-golang-x-mod-dev"))
struct GoCheckerTests {
  @Test func `the Go tools accept what we prove and refuse what is changed`() throws {
    let checker = try GoChecker()
    defer { checker.remove() }
    let log = try SampleLog(entries: 300)
    for (index, size) in [(0, 1), (0, 300), (4, 9), (255, 256), (256, 257), (299, 300)] {
      let proof = try log.proof(Int64(index), size: size)
      let leaf = log.stored[index].leaf
      #expect(try checker.accepts(key: log.key, proof: proof, leaf: leaf))
      var changed = leaf
      changed[changed.count / 2] ^= 1
      #expect(try !checker.accepts(key: log.key, proof: proof, leaf: changed))
    }
    let proof = try log.proof(7)
    let leaf = log.stored[7].leaf
    for place in stride(from: 0, to: proof.count, by: 41) {
      var changed = proof
      changed[place] ^= 1
      #expect(try !checker.accepts(key: log.key, proof: changed, leaf: leaf))
      #expect(!LeafCheck.check(proof: changed, leaf: leaf, key: log.key).isAccepted)
    }
    let other = try SampleLog(entries: 1, root: 9).key
    #expect(try !checker.accepts(key: other, proof: proof, leaf: leaf))
  }
}

/// The Go program, built once into a folder of its own.
private struct GoChecker {
  private static let packages = "/usr/share/gocode"
  private let folder: URL

  static var isAvailable: Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/go")
      && FileManager.default.fileExists(atPath: "\(packages)/src/golang.org/x/mod/sumdb/note")
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "luoshi-go-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Resolved because a package under development may be a folder of links.
    let source = URL(filePath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "Interop/go/check.go")
    let status = try run(
      "/usr/bin/go", ["build", "-o", folder.appending(path: "check").path(), source.path()])
    try #require(status == 0)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func accepts(key: String, proof: [UInt8], leaf: [UInt8]) throws -> Bool {
    let (proofFile, leafFile) = (folder.appending(path: "proof"), folder.appending(path: "leaf"))
    try Data(proof).write(to: proofFile)
    try Data(leaf).write(to: leafFile)
    let status = try run(
      folder.appending(path: "check").path(), [key, proofFile.path(), leafFile.path()])
    try #require(status == 0 || status == 1)
    return status == 0
  }

  private func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = [
      "GO111MODULE": "off", "GOPATH": Self.packages, "PATH": "/usr/bin:/bin",
      "GOCACHE": folder.appending(path: "cache").path(), "HOME": folder.path(),
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
