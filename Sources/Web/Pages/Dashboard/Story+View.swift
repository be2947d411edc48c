import Markup
import Programmes
import Publishing
import Quantities

/// One target in its three sizes: the lead of the front page, a card, a line in the rail.
struct StoryView {
  private let story: Dashboard.Story
  private let belowLevel: Text
  private let month: Month
  private let edition: Edition
  private let say: Language

  init(_ story: Dashboard.Story, belowLevel: Text, month: Month, edition: Edition) {
    self.story = story
    self.belowLevel = belowLevel
    self.month = month
    self.edition = edition
    self.say = edition.language
  }

  /// The lead story, with the table of the units below it.
  var lead: HTML {
    """
    <article class="lead" id="\(story.anchor)">
    <p class="kicker">\(say(.leadKicker)) \(light)</p>
    <h2>\(story.name)</h2>
    \(bigNumber)
    \(paceBar)
    <p class="deck">\(sentence)</p>
    \(notes)
    \(quote)
    \(listLink)
    \(children(isOpen: true))
    </article>
    """
  }

  /// A target among others of its form.
  var card: HTML {
    """
    <article class="promise" id="\(story.anchor)">
    <h3>\(story.name)</h3>
    \(midNumber)
    \(paceBar)
    <p class="deck">\(light) \(sentence)</p>
    \(notes)
    \(quote)
    \(listLink)
    \(children(isOpen: false))
    </article>
    """
  }

  /// Number, bar and sentence for the target's own card.
  var summary: HTML {
    """
    \(midNumber)
    \(paceBar)
    <p class="deck">\(light) \(sentence)</p>
    \(notes)
    """
  }

  /// One line of the rail beside the lead.
  var brief: HTML {
    """
    <article class="brief" id="\(story.anchor)">
    <div class="brief-line"><h3>\(story.name)</h3> <p class="mid">\(actual)\
    <span class="counting-unit">\(story.countingUnit)</span></p></div>
    <p class="deck">\(light) \(say(.targetSays, story.aim)) · \(sentence)</p>
    \(notes)
    \(quote)
    </article>
    """
  }

  private var actual: HTML? {
    switch story.outcome {
    case .completion(let actual, _, _, _), .difference(let actual, _, _),
      .margin(let actual, _, _, _):
      edition.figure(actual, story.card)
    case .part(let actual): edition.figure(actual, story.card)
    case .open(_, let actual): actual.map { edition.figure($0, story.card) }
    }
  }

  private var bigNumber: HTML {
    let of: HTML =
      if case .part = story.outcome {
        "<span class=\"of\">\(story.countingUnit)</span>"
      } else {
        "<span class=\"of\">/ \(story.aim)</span>"
      }
    return "<p class=\"big\">\(actual)\(of)\(why)</p>"
  }

  private var why: HTML? {
    story.card.map { card in
      "<a class=\"why\" href=\"\(edition.href(card))\">\(say(.whyThisNumber)) →</a>"
    }
  }

  private var midNumber: HTML {
    switch story.outcome {
    case .open(let text, nil):
      return """
        <p class="mid none"><span class="missing">\(say(text))</span> \
        <span class="of">\(say(.targetSays, story.aim))</span></p>
        """
    case .part:
      return """
        <p class="mid">\(actual)<span class="counting-unit">\(story.countingUnit)</span></p>
        """
    case .completion:
      return "<p class=\"mid\">\(actual) <span class=\"of\">/ \(story.aim)</span></p>"
    case .difference, .margin, .open:
      return """
        <p class="mid">\(actual)<span class="counting-unit">\(story.countingUnit)</span> \
        <span class="of">\(say(.targetSays, story.aim))</span></p>
        """
    }
  }

  private var light: HTML? {
    guard let light = story.light else { return nil }
    let text: Text =
      switch light {
      case .green: .lightGreen
      case .yellow: .lightYellow
      case .red: .lightRed
      }
    return "<span class=\"light \(light.rawValue)\">\(say(text))</span>"
  }

  /// The outcome in words.
  private var sentence: HTML {
    let ending: String? = story.through.map { day in
      say(.through, day == day.month.last ? say.monthEnd(day.month) : say.date(day))
    }
    let text =
      switch story.outcome {
      case .completion(_, _, let percent, let pace): completion(percent, pace)
      case .difference(_, let by, let inPoints): difference(by, inPoints: inPoints)
      case .margin(_, let by, let inPoints, let holds):
        margin(by, inPoints: inPoints, holds: holds)
      case .part: say(.partOfTarget, story.aim)
      case .open(let text, let actual): actual == nil ? "" : say(text)
      }
    return "\(text)\(ending)"
  }

  private func completion(_ percent: Decimal64, _ pace: Dashboard.Pace?) -> String {
    var parts = [say(.completionRate, say.number(percent))]
    if let pace {
      parts.append(say(.timeProgress, say.number(pace.elapsed)))
      let magnitude = say.number(pace.lead.magnitude)
      if pace.lead.isZero {
        parts.append(say(.onTime))
      } else {
        parts.append(say(pace.lead.isNegative ? .behindTime : .aheadOfTime, magnitude))
      }
    }
    return parts.joined(separator: say == .zh ? "，" : ", ")
  }

  private func difference(_ by: Decimal64, inPoints: Bool) -> String {
    if by.isZero { return say(.exactlyOnTarget) }
    if inPoints {
      return say(by.isNegative ? .pointsBelow : .pointsAbove, say.number(by.magnitude))
    }
    return say(
      by.isNegative ? .below : .above, say.quantity(by.magnitude, story.countingUnit))
  }

  private func margin(_ by: Decimal64, inPoints: Bool, holds: Bool) -> String {
    let amount =
      inPoints
      ? say(.percentagePoints, say.number(by.magnitude))
      : say.quantity(by.magnitude, story.countingUnit)
    let room = say(by.isNegative ? .marginOver : .marginLeft, amount)
    return say(holds ? .boundMet : .boundMissed) + (say == .zh ? "，" : ", ") + room
  }

  private var paceBar: HTML? {
    guard case .completion(_, _, let percent, let pace) = story.outcome else { return nil }
    return PaceBar(percent: percent, elapsed: pace?.elapsed, language: say).html
  }

  private var notes: HTML? {
    guard !story.notes.isEmpty else { return nil }
    return "<p class=\"note\">\(story.notes.map { say($0) }.joined(separator: " "))</p>"
  }

  private var quote: HTML? {
    guard !story.quote.isEmpty else { return nil }
    let words: HTML = "<q lang=\"zh-Hans\">\(story.quote)</q>"
    guard let place = story.place else { return "<p class=\"quote\">\(words)</p>" }
    return """
      <p class="quote">\(words) <a href="\(edition.href(place))">\(say(.reportSays))</a></p>
      """
  }

  private var listLink: HTML? {
    story.list.map { list in
      "<p class=\"more\"><a href=\"\(edition.href(list))\">\(say(.namedList)) →</a></p>"
    }
  }

  private func children(isOpen: Bool) -> HTML? {
    guard !story.children.isEmpty else { return nil }
    let heading = say(.byUnitBelow, say(belowLevel))
    let unit: HTML =
      "<span class=\"table-unit\">\(say(.unitOfNumbers, story.countingUnit))</span>"
    let table: HTML = """
      <table class="ledger units"><tbody>
      \(story.children.map(childRow))</tbody></table>
      """
    guard !isOpen else {
      return "<div class=\"drill\"><h3>\(heading) \(unit)</h3>\(table)</div>"
    }
    return """
      <details class="drill"><summary>\(heading) \(unit)</summary>\(table)</details>
      """
  }

  private func childRow(_ child: Dashboard.Child) -> HTML {
    """
    <tr><th scope="row">\
    <a href="\(edition.href(.dashboard(unit: child.unit.code, month: month)))">\
    \(child.unit.name)</a></th>\
    <td class="number\(child.value.isZero ? " zero" : "")">\
    \(edition.figure(child.value, child.card))</td></tr>

    """
  }
}

extension Decimal64 {
  /// The value without its sign.
  var magnitude: Decimal64 {
    isNegative ? Decimal64(0).subtracting(self) ?? self : self
  }
}
