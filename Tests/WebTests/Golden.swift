import Foundation
import Markup
import Testing

/// Compares a page with the file of its name in `Tests/Golden/web`, and checks its form.
///
/// With UPDATE_GOLDEN=1 in the environment the file is written instead.
func expectGolden(_ name: String, _ page: HTML, sourceLocation: SourceLocation = #_sourceLocation)
  throws
{
  let problems = MarkupCheck(page).problems
  #expect(problems.isEmpty, "\(name)", sourceLocation: sourceLocation)
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/web")
  let file = folder.appending(path: "\(name).html")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(page.markup.utf8).write(to: file)
    return
  }
  let expected = try String(decoding: Data(contentsOf: file), as: UTF8.self)
  #expect(
    page.markup == expected, "\(name).html differs; UPDATE_GOLDEN=1 rewrites it",
    sourceLocation: sourceLocation)
}
