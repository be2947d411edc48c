import ArgumentParser
import ProgrammeFiles
import Programmes

/// `luoshi programmes`.
struct ProgrammesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "programmes",
    abstract: "Check programme definitions, or list those that come with luoshi.",
    discussion: """
      Each error is printed with file, line and column and what to write instead. Files named are \
      checked together with the bundled programmes; one of the same name takes the bundled one's \
      place.
      """)

  @Argument(help: "Definition files (YAML).")
  var files: [String] = []

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      var drafts: [ProgrammeDraft] = []
      for file in files {
        drafts.append(try readProgramme(try Files.read(file), file: file))
      }
      let replaced = Set(drafts.map(\.name))
      let bundled = try resources.programmes().filter { !replaced.contains($0.name) }
      let set = try ProgrammeSet(ProgrammeDraft.inOrderOfUse(bundled + drafts))
      for programme in set.latest {
        let kinds = programme.kinds.map(\.name).joined(separator: ", ")
        Console.out(
          "\(programme.reference)  \(programme.title.zh)  \(programme.title.en): \(kinds); "
            + "\(programme.measures.count) measures")
      }
    }
  }
}
