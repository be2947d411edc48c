import Ledger
import Testing

struct NoteTests {
  /// The example of Go's `golang.org/x/mod/sumdb/note`.
  static let goKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  static let goNote = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

    """
  /// The example of C2SP signed-note, whose key is not told.
  static let italian = """
    Ognuno sta solo sul cuor della terra
    trafitto da un raggio di sole:

    ed è subito sera.

    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

    """

  private func signer(_ name: String = "ledger.example/demo") throws -> NoteSigner {
    try NoteSigner(name: name, secrets: Samples.secrets())
  }

  @Test func `a note signed by the Go tools verifies`() throws {
    let note = try SignedNote(parsing: Array(Self.goNote.utf8))
    let key = try VerifierKey(Self.goKey)
    try note.verify(by: key)
    #expect(key.description == Self.goKey)
    #expect(note.description == Self.goNote)
  }

  @Test func `the text ends at the last blank line`() throws {
    let note = try SignedNote(parsing: Array(Self.italian.utf8))
    #expect(note.text.hasSuffix("sole:\n\ned è subito sera.\n"))
    #expect(note.signatures.map(\.name) == ["quasimodo.example/salvatore"])
    #expect(note.signatures[0].keyID == 0x367b_a04b)
  }

  @Test func `no changed byte of a note is accepted`() throws {
    let bytes = Array(Self.goNote.utf8)
    let key = try VerifierKey(Self.goKey)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: NoteError.self) {
        try SignedNote(parsing: changed).verify(by: key)
      }
    }
    for count in bytes.indices {
      #expect(throws: NoteError.self) { try SignedNote(parsing: Array(bytes[..<count])) }
    }
  }

  @Test func `a checkpoint is signed, read and verified`() throws {
    let signer = try signer()
    let checkpoint = try Checkpoint(origin: "ledger.example/demo", size: 5, root: .sha256([1]))
    let note = try checkpoint.signed(by: signer)
    let parsed = try SignedNote(parsing: Array(note.description.utf8))
    #expect(parsed == note)
    let key = try VerifierKey(signer.verifierKey.description)
    #expect(try Checkpoint.verified(parsed, by: key) == checkpoint)
  }

  @Test func `unknown signatures are passed over and broken ones of the key are not`() throws {
    let signer = try signer()
    let checkpoint = try Checkpoint(origin: "ledger.example/demo", size: 5, root: .sha256([1]))
    let note = try checkpoint.signed(by: signer)
    let witness = try #require(NoteSignature("— witness.example AAAAAAAA"))
    try note.adding([witness]).verify(by: signer.verifierKey)
    let other = try checkpoint.signed(
      by: NoteSigner(name: "ledger.example/demo", secrets: Samples.secrets(8)))
    try note.adding(other.signatures).verify(by: signer.verifierKey)
    #expect(throws: NoteError.unsigned(key: "ledger.example/demo")) {
      try other.verify(by: signer.verifierKey)
    }
    let stolen = try signer.sign("another text\n").signatures
    #expect(throws: NoteError.signatureBroken) {
      try note.adding(stolen).verify(by: signer.verifierKey)
    }
  }

  @Test func `a log's key does not speak for another origin`() throws {
    let signer = try signer("other.example")
    let checkpoint = try Checkpoint(origin: "ledger.example/demo", size: 5, root: .sha256([1]))
    let note = try checkpoint.signed(by: signer)
    #expect(throws: NoteError.malformed(.badOrigin, line: 1)) {
      try Checkpoint.verified(note, by: signer.verifierKey)
    }
  }

  @Test(arguments: [
    "", "PeterNeumann", "PeterNeumann+c74f20a3",
    "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy1w==",
    "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  ]) func `other texts are no keys`(text: String) {
    #expect(throws: NoteError.badKey) { try VerifierKey(text) }
  }

  static let root = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="

  @Test(
    arguments: [
      ("log\n5\n\(root)\nextension\n", nil), ("log\n0\n\(root)\n", nil),
      ("log\n5\n\(root)", .malformed(.noFinalNewline, line: 0)),
      ("log\n5\n", .malformed(.checkpointTooShort, line: 2)),
      ("\n5\n\(root)\n", .malformed(.badOrigin, line: 1)),
      ("log\n05\n\(root)\n", .malformed(.badSize, line: 2)),
      ("log\n-5\n\(root)\n", .malformed(.badSize, line: 2)),
      ("log\n+5\n\(root)\n", .malformed(.badSize, line: 2)),
      ("log\n5 \n\(root)\n", .malformed(.badSize, line: 2)),
      ("log\n\n\(root)\n", .malformed(.badSize, line: 2)),
      ("log\n9223372036854775808\n\(root)\n", .malformed(.badSize, line: 2)),
      ("log\n5\nbjQLnP==\n", .malformed(.badRoot, line: 3)),
      ("log\n5\n\(root)\n\n", .malformed(.badExtension, line: 4)),
    ] as [(String, NoteError?)]) func `checkpoints are read strictly`(
      text: String, error: NoteError?
    ) throws
  {
    guard let error else {
      #expect(try Checkpoint(parsing: text).origin == "log")
      return
    }
    #expect(throws: error) { try Checkpoint(parsing: text) }
  }

  @Test(arguments: ["", "a b", "a+b", "a\nb", "a\u{3000}b", "a\u{7}"])
  func `names with spaces, plus signs and control characters are refused`(name: String) throws {
    #expect(throws: NoteError.badName) { try signer(name) }
    #expect(throws: NoteError.badName) {
      try Checkpoint(origin: name, size: 0, root: Frontier.emptyRoot)
    }
  }

  @Test(arguments: ["", "no newline", "bell\u{7}\n", "return\r\n"])
  func `texts that no note can hold are not signed`(text: String) throws {
    #expect(throws: NoteError.badText) { try signer().sign(text) }
  }

  @Test func `too many signatures are refused`() throws {
    let line = try #require(NoteSignature("— a AAAAAAAA"))
    let note = try signer().sign("text\n").adding([NoteSignature](repeating: line, count: 64))
    #expect(throws: NoteError.malformed(.tooManySignatures, line: 2)) {
      try SignedNote(parsing: Array(note.description.utf8))
    }
  }
}
