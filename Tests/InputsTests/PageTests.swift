import Inputs
import Testing

/// Pages of HTML, in words of our own.
@Suite struct PageTests {
  private func lines(_ page: String) throws -> [String] {
    let extracted = try InputReader(limits: .standard).extract(Array(page.utf8), path: "")
    #expect(extracted.source.kind == .html)
    return String(decoding: extracted.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static let prose =
    "全区新建便民驿站十二处，改造老旧管网三十公里，完成投资三亿元，受益居民两万余人，群众反映良好，工作取得新的进展。"

  @Test func `furniture goes, headings, paragraphs and tables stay`() throws {
    let page = """
      <!DOCTYPE html><html><head><title>报告_某区</title><script>if (a<b) { "</p>" }</script>
      <style>p{}</style></head><body>
      <div class="top nav"><ul><li><a href="/">首页</a></li><li><a href="/x">走进本区</a></li></ul></div>
      <div>您现在的位置：<a>首页</a> &gt; <a>政务公开</a></div>
      <h1>云溪区政府工作报告</h1>
      <p>发布时间：2024-01-20 来源：办公室 字号：[大 中 小]</p>
      <div><a>打印</a> | <a>下载</a></div>
      <p style="text-indent:2em">\(Self.prose)</p>
      <p>一、去年&ldquo;工作&rdquo;<br>（一）增长5%&nbsp;以上</p>
      <table><tr><td><p>指标</p></td><td>增长</td></tr><tr><td>就业</td><td>3&#20154;</td></tr></table>
      <p style="display: none">看不见的字</p>
      <div>上一篇：<a>另一份报告</a></div>
      <div class="footer"><p>主办：某区</p><p>某备案号</p></div></body></html>
      """
    #expect(
      try lines(page) == [
        "云溪区政府工作报告", Self.prose, "一、去年“工作”", "（一）增长5% 以上", "指标\t增长", "就业\t3人",
      ])
  }

  @Test func `prose stays wherever it stands`() throws {
    for wrapped in [
      "<nav>\(Self.prose)", "<div class=menu><p>\(Self.prose)", "<footer>\(Self.prose)</div>",
      "<!-- <p>\(Self.prose)", "<p title=\"x>\(Self.prose)",
    ] {
      #expect(try lines("<html><body>" + wrapped).contains(Self.prose), "\(wrapped)")
    }
  }

  @Test func `a line break inside Chinese text is none`() throws {
    #expect(try lines("<html><p>完成\n  投资 3 亿\n元 by\nrail") == ["完成投资 3 亿元 by rail"])
  }

  @Test func `a page in GBK is decoded, whatever it says of itself`() throws {
    let head = Array("<html><head><meta charset=\"utf-8\"></head><p>".utf8)
    let extracted = try InputReader(limits: .standard).extract(
      head + [0xB9, 0xA4, 0xD7, 0xF7], path: "")
    #expect(extracted.bytes == Array("工作\n".utf8))
    #expect(extracted.source.encoding == .gb18030)
  }

  @Test func `a page without text says so`() {
    #expect(throws: InputError.emptyPage) {
      try lines("<html><head><script>load()</script></head><body></body></html>")
    }
  }

  @Test(arguments: [
    "<div>", "<p>", "</p>", "<table><tr><td>", "<tr>", "<a href=x>", "<!--", "<script", "<", "&",
    "<nav>", "<b a=\"", "<div class='menu'>a", "</div><span>", "<td>x", "&#x",
  ])
  func `very many tags left open cost what as many bytes cost`(_ tag: String) throws {
    let page = Array("<html>".utf8) + repeatElement(Array(tag.utf8), count: 40_000).joined()
    let clock = ContinuousClock()
    let time = clock.measure {
      _ = try? InputReader(limits: .standard).extract(page, path: "")
    }
    // A quadratic reader would take minutes; this is a bound for slow machines.
    #expect(time < .seconds(20), "\(tag)")
  }
}
