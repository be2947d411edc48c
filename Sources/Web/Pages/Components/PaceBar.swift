import Markup
import Programmes
import Publishing
import Quantities

/// Completion as a bar, with a mark where time stands; a bar over 100 % shows where 100 % is.
struct PaceBar {
  let percent: Decimal64
  let elapsed: Decimal64?
  let language: Language

  init(percent: Decimal64, elapsed: Decimal64?, language: Language) {
    self.percent = percent
    self.elapsed = elapsed
    self.language = language
  }

  var html: HTML {
    let hundred = Decimal64(100)
    let length = max(percent, hundred)
    let filled = percent.isNegative ? Decimal64(0) : percent
    let label =
      elapsed.map { language(.paceLabel, language.number(percent), language.number($0)) }
      ?? language(.completionRate, language.number(percent))
    let mark = elapsed.map { elapsed -> HTML in
      """
      <line class="bar-time" x1="\(elapsed.description)" x2="\(elapsed.description)" \
      y1="0" y2="8"/>
      """
    }
    let whole: HTML? =
      percent > hundred
      ? "<line class=\"bar-whole\" x1=\"100\" x2=\"100\" y1=\"0\" y2=\"8\"/>" : nil
    return """
      <svg class="bar" viewBox="0 0 \(length.description) 8" preserveAspectRatio="none" \
      role="img" aria-label="\(label)"><title>\(label)</title>\
      <rect class="bar-ground" x="0" y="2" width="\(length.description)" height="4"/>\
      <rect class="bar-done" x="0" y="2" width="\(filled.description)" height="4"/>\
      \(whole)\(mark)</svg>
      """
  }
}
