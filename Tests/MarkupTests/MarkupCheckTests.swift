import Markup
import Testing

@Suite struct MarkupCheckTests {
  @Test func `a sound page has no problems`() {
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="zh"><body><a href="#x">a</a><p id="x">b<br>c</p>
      <label for="u">单位</label><select id="u"><option selected>1</option></select>
      <svg viewBox="0 0 1 1"><rect x="0"/></svg></body></html>
      """
    #expect(MarkupCheck(page).problems == [])
  }

  @Test(arguments: [
    ("<p><b></p></b>", "closes"), ("<p>", "not closed"),
    ("<i id=\"a\"></i><i id=\"a\"></i>", "twice"),
    ("<a href=\"#no\"></a>", "not there"), ("<input id=\"q\">", "no label"),
    ("<script></script>", "stands in the page"), ("<p style=\"x\"></p>", "style or a script"),
    ("<p onclick=\"x\"></p>", "style or a script"), ("<p class=a></p>", "not quoted"),
  ])
  func `a fault is found`(markup: String, problem: String) throws {
    // The check takes HTML, and this markup is meant to be faulty.
    let page = HTML(stringLiteral: markup)
    #expect(MarkupCheck(page).problems.contains { $0.contains(problem) })
  }
}
