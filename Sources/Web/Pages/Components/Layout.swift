package import Markup
import Programmes
import Publishing
import Quantities

/// The frame of every page: masthead, demo band, content, foot.
package struct Layout {
  /// How much room the masthead takes.
  package enum Masthead: Sendable {
    /// The front page's.
    case full
    /// One line, on inner pages.
    case slim
  }

  private let edition: Edition
  private let say: Language

  /// Of these parts, taken as they are.
  package init(_ edition: Edition) {
    self.edition = edition
    self.say = edition.language
  }

  /// A whole page.
  ///
  /// `here` is its own address, for the link to the other language.
  package func page(
    title: String, masthead: Masthead, here: Route?, content: HTML
  ) -> HTML {
    """
    <!DOCTYPE html>
    <html lang="\(say.code)">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title) · \(say(.newspaperName)) \(edition.district)\
    \(edition.isDemo ? "（\(say(.demo))）" : nil)</title>
    <link rel="stylesheet" href="\(edition.href(.asset(edition.stylesheet)))">
    </head>
    <body>
    <a class="skip" href="#content">\(say(.skipToContent))</a>
    \(demoBand)
    \(masthead == .full ? full(here) : slim(here))
    <main id="content">
    \(content)
    </main>
    \(foot)
    </body>
    </html>

    """
  }

  private var demoBand: HTML? {
    guard edition.isDemo else { return nil }
    return """
      <p class="demo-band" role="note"><strong>\(say(.demo))</strong> \
      <span>\(say(.demoExplained))</span></p>
      """
  }

  private func full(_ here: Route?) -> HTML {
    """
    <header class="masthead">
    <p class="ear ear-left">\(say(.motto))</p>
    <p class="nameplate"><a href="\(edition.href(.dashboard(unit: nil, month: nil)))">\
    \(say(.newspaperName))</a></p>
    <p class="ear ear-right">\(edition.district)<br>\(say(.mastheadSubtitle))</p>
    <div class="dateline"><span><time datetime="\(edition.today.description)">\
    \(say.date(edition.today))</time> \(say.weekday(edition.today))</span>\
    <span>\(say(.entriesInLedger, say.number(edition.entries)))</span>\
    \(navigation(here))</div>
    </header>
    """
  }

  private func slim(_ here: Route?) -> HTML {
    """
    <header class="masthead slim">
    <p class="nameplate"><a href="\(edition.href(.dashboard(unit: nil, month: nil)))">\
    \(say(.newspaperName))</a> <span class="nameplate-district">\(edition.district)</span></p>
    <div class="dateline">\(navigation(here))</div>
    </header>
    """
  }

  private func navigation(_ here: Route?) -> HTML {
    let other: Language = say == .zh ? .en : .zh
    let switching = here.map { route -> HTML in
      """
      <a href="\(route.address(in: other))" lang="\(other.code)" hreflang="\(other.code)">\
      \(other(.languageName))</a>
      """
    }
    return """
      <nav aria-label="\(say(.navigation))">\
      <a href="\(edition.href(.dashboard(unit: nil, month: nil)))">\(say(.frontPage))</a> \
      <a href="\(edition.href(.report(document: nil, at: nil)))">\(say(.workReport))</a> \
      <a href="\(edition.href(.checkpoint))">\(say(.checkpoint))</a> \
      \(switching)</nav>
      """
  }

  private var foot: HTML {
    """
    <footer class="foot">
    <p>\(say(.cutOff, say.date(edition.today), say.number(edition.entries)))</p>
    <p>\(say(.everyNumber))</p>
    \(edition.isDemo ? "<p class=\"foot-demo\">\(say(.demoLong))</p>" : HTML.empty)
    </footer>
    """
  }
}
