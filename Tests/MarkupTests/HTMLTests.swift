import Markup
import Testing

@Suite struct HTMLTests {
  @Test func `interpolated text is escaped in content and in attributes`() {
    let name = #"<b onclick="x('&')">"#
    let html: HTML = "<p title=\"\(name)\">\(name)</p>"
    let escaped = "&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;"
    #expect(html.markup == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test func `interpolated markup stands as it is and sequences join`() {
    let items: [HTML] = ["a<b", "c"].map { "<li>\($0)</li>" }
    let html: HTML = "<ul>\(items)</ul>"
    #expect(html.markup == "<ul><li>a&lt;b</li><li>c</li></ul>")
  }

  @Test func `a missing text or markup writes nothing`() {
    let text: String? = nil
    let html: HTML? = nil
    #expect(("[\(text)\(html)]" as HTML).markup == "[]")
  }

  @Test func `text without special characters passes unchanged`() {
    #expect(HTML(text: "平城区 30个 𬱖㛃\n").markup == "平城区 30个 𬱖㛃\n")
  }

  @Test func `control characters never reach the page`() {
    #expect(HTML(text: "a\u{0}\u{1B}b\u{7F}\t").markup == "a\u{FFFD}\u{FFFD}b\u{FFFD}\t")
  }

  @Test func `integers and concatenation`() {
    let sum: HTML = "\(Int64(-5))" + "\(UInt8(7))"
    #expect(sum.markup == "-57")
  }

  @Test func `an address encodes its parts and cannot leave the site`() {
    let address = Address(
      path: ["unit", "../a b/?"], query: [("q", "x&y=\"1\""), ("none", nil), ("z", "街")],
      fragment: "a b")
    #expect(
      address.text == "/unit/..%2Fa%20b%2F%3F?q=x%26y%3D%221%22&z=%E8%A1%97#a%20b")
    #expect(Address(path: ["javascript:alert(1)"]).text == "/javascript%3Aalert%281%29")
    #expect(("<a href=\"\(address)\">" as HTML).markup.contains("&amp;z="))
  }

  @Test func `a style sheet may not close its element`() async {
    #expect(HTML.style("p { }\n").markup == "<style>\np { }\n</style>")
    await #expect(processExitsWith: .failure) {
      _ = HTML.style("</style><script>")
    }
  }
}
