package import Markup
package import Programmes
import Quantities

/// Where the links of a card lead; a card that stands alone has none.
package struct CardLinks: Sendable {
  package let entry: @Sendable (Int64) -> Address
  package let proof: @Sendable (Int64) -> Address
  package let leaf: @Sendable (Int64) -> Address
  /// The same number for another unit.
  package let unit: @Sendable (String) -> Address
  /// Another page of the same card.
  package let page: @Sendable (Int) -> Address
  /// The same for machines.
  package let json: Address
  /// The number with the proofs of all its entries.
  package let whole: Address
  /// What proofs are checked with.
  package let verifierKey: String

  /// Of these parts, taken as they are.
  package init(
    entry: @escaping @Sendable (Int64) -> Address, proof: @escaping @Sendable (Int64) -> Address,
    leaf: @escaping @Sendable (Int64) -> Address, unit: @escaping @Sendable (String) -> Address,
    page: @escaping @Sendable (Int) -> Address, json: Address, whole: Address,
    verifierKey: String
  ) {
    self.entry = entry
    self.proof = proof
    self.leaf = leaf
    self.unit = unit
    self.page = page
    self.json = json
    self.whole = whole
    self.verifierKey = verifierKey
  }
}

/// A number card as a page shows it: the number, its meaning, its parts, its proof.
package struct NumberCardView {
  private let card: NumberCard
  private let say: Language
  private let links: CardLinks

  /// Of these parts, taken as they are.
  package init(_ card: NumberCard, language: Language, links: CardLinks) {
    self.card = card
    self.say = language
    self.links = links
  }

  /// The content of the page, from its heading on.
  package var html: HTML {
    """
    <article class="card">
    <header class="card-head">
    <p class="kicker">\(say(.cardKind)) · \(card.definition.programme)</p>
    <h1>\(card.definition.title)\(card.scope.part.map { "：\($0.name)" })</h1>
    <p class="card-value"><data class="figure" value="\(card.value.description)">\
    \(say.number(card.value))</data> <span class="counting-unit">\
    \(card.definition.countingUnit)</span></p>
    <p class="card-scope">\(card.scope.unit.name) · \(period)\(amended)</p>
    </header>
    <div class="card-columns">
    <div class="card-main">
    \(contributions)
    </div>
    <div class="card-side">
    \(meaning)
    \(breakdown)
    \(proof)
    </div>
    </div>
    </article>
    """
  }

  private var amended: String {
    let count = card.contributions.amended
    return count == 0 ? "" : " · " + say(.cardAmended, String(count))
  }

  private var period: String {
    card.definition.style == .stock
      ? say.date(card.scope.to)
      : say(.periodFromTo, say.date(card.scope.from), say.date(card.scope.to))
  }

  private var meaning: HTML {
    """
    <section aria-labelledby="meaning"><h2 id="meaning">\(say(.definition))</h2>
    <dl class="facts">
    <div><dt>\(say(.formula))</dt><dd>\(formula)</dd></div>
    <div><dt>\(say(.scopeUnit))</dt><dd>\(card.scope.unit.name) \
    <span class="code">\(card.scope.unit.code)</span></dd></div>
    <div><dt>\(say(.scopePeriod))</dt><dd>\
    \(say(.periodFromTo, say.date(card.scope.from), say.date(card.scope.to)))</dd></div>
    \(card.scope.part.map { part in
      "<div><dt>\(say(.scopePart))</dt><dd>\(part.name)</dd></div>" as HTML
    })
    <div><dt>\(say(.countingUnit))</dt><dd>\(card.definition.countingUnit)</dd></div>
    <div><dt>\(say(.definitionVersion))</dt><dd><code>\(card.definition.version)</code> \
    <code>\(card.definition.measure)</code></dd></div>
    <div><dt>\(say(.openness))</dt><dd>\
    \(say(card.definition.isOpen ? .isOpen : .isAttested))</dd></div>
    </dl></section>
    """
  }

  private var formula: String {
    let actions = card.definition.actions.joined(separator: say == .zh ? "、" : ", ")
    switch card.definition.style {
    case .flow: return say(.formulaFlow, actions)
    case .stock: return say(.formulaStock)
    case .distinct: return say(.formulaDistinct, actions)
    }
  }

  private var breakdown: HTML? {
    guard !card.breakdown.isEmpty else { return nil }
    let rows = card.breakdown.map { row -> HTML in
      """
      <tr><th scope="row">\(row.unit.name)</th><td class="number"><a \
      href="\(links.unit(row.unit.code))">\(say.number(row.value))</a></td></tr>

      """
    }
    let rest: HTML? = card.rest.map { rest in
      """
      <tr><th scope="row">\(say(.breakdownRest))</th>\
      <td class="number">\(say.number(rest))</td></tr>

      """
    }
    let note: HTML? =
      card.definition.style == .distinct ? "<p class=\"note\">\(say(.breakdownNote))</p>" : nil
    return """
      <section aria-labelledby="breakdown"><h2 id="breakdown">\(say(.breakdown))</h2>
      <p class="table-unit">\(say(.unitOfNumbers, card.definition.countingUnit))</p>
      <table class="ledger breakdown"><thead><tr><th scope="col">\(say(.columnUnit))</th>\
      <th scope="col" class="number">\(say(.columnValue))</th></tr></thead>
      <tbody>
      \(rows)\(rest)</tbody></table>\(note)</section>
      """
  }

  private var contributions: HTML {
    let heading: HTML =
      "<h2 id=\"entries\">\(say(.contributions))</h2>"
    guard card.contributions.count != 0 || !card.transfers.isEmpty else {
      return """
        <section aria-labelledby="entries">\(heading)\(sumStatement)\
        <p>\(card.definition.style == .stock ? nil : say(.noContributions))</p></section>
        """
    }
    return """
      <section aria-labelledby="entries">\(heading)
      \(sumStatement)
      <p class="table-unit">\(say(.unitOfNumbers, card.definition.countingUnit))</p>
      <table class="ledger entries"><thead><tr><th scope="col">\(say(.columnEntry))</th>\
      <th scope="col">\(say(.columnDay))</th><th scope="col">\(say(.columnUnit))</th>\
      <th scope="col">\(say(.columnAction))</th>\
      <th scope="col" class="number">\(say(.columnDelta))</th>\
      <th scope="col">\(say(.columnProof))</th></tr></thead>
      <tbody>
      \(openingRow)\(transferRows)\(card.contributions.rows.map(row))</tbody></table>
      \(pages)</section>
      """
  }

  private var openingRow: HTML? {
    guard let opening = card.opening, card.contributions.page == 1 else { return nil }
    return """
      <tr class="opening"><td></td><td><time datetime="\(card.scope.from.description)">\
      \(card.scope.from.description)</time></td><td></td><td>\(say(.openingBalance))</td>\
      <td class="number">\(say.number(opening))</td><td></td></tr>

      """
  }

  private var transferRows: [HTML] {
    guard card.contributions.page == 1 else { return [] }
    return card.transfers.map { transfer in
      """
      <tr class="opening"><td></td><td><time datetime="\(transfer.day.description)">\
      \(transfer.day.description)</time></td><td></td><td>\(say(.unitsTransferred))</td>\
      <td class="number">\(say.signed(transfer.amount))</td><td></td></tr>

      """
    }
  }

  private func row(_ row: NumberCard.Contribution) -> HTML {
    """
    <tr><td><a class="seq" href="\(links.entry(row.seq))">\(row.seq)</a></td>\
    <td><time datetime="\(row.day.description)">\(row.day.description)</time></td>\
    <td>\(row.unit.name)</td><td>\(row.action)</td>\
    <td class="number">\(say.signed(row.delta))</td>\
    <td><a href="\(links.proof(row.seq))" \
    aria-label="\(say(.proofFileLabel, String(row.seq)))">\(say(.proofFile))</a></td></tr>

    """
  }

  private var sumStatement: HTML {
    guard let count = card.contributions.count, let sum = card.contributions.sum else {
      let most = say.number(Int64(NumberCard.Contributions.countedMax))
      let shown = say.number(Int64(card.contributions.rows.count))
      return "<p class=\"sum\">\(say(.sumNotMade, most, shown))</p>"
    }
    guard card.sumHolds == true else {
      return """
        <p class="sum sum-differs" role="alert">\(say(.sumDiffers, say.number(sum)))</p>
        """
    }
    let text =
      switch card.definition.style {
      case .flow: say(.sumFlow, say.number(count), say.number(sum))
      case .stock where !card.transfers.isEmpty:
        say(
          .sumTransferred, say.number(card.opening ?? Decimal64(0)), say.number(count),
          say.signed(sum), say.number(Int64(card.transfers.count)), say.number(card.value))
      case .stock:
        say(
          .sumStock, say.number(card.opening ?? Decimal64(0)), say.number(count),
          say.signed(sum), say.number(card.value))
      case .distinct: say(.sumDistinct, say.number(count), say.number(card.value))
      }
    return "<p class=\"sum\"><span class=\"tick\" aria-hidden=\"true\">✓</span> \(text)</p>"
  }

  private var pages: HTML? {
    let contributions = card.contributions
    guard let pageCount = contributions.pageCount, pageCount > 1 else { return nil }
    let previous: HTML? =
      contributions.page > 1
      ? """
      <a rel="prev" href="\(links.page(contributions.page - 1))">← \(say(.pagePrevious))</a>
      """ : nil
    let next: HTML? =
      contributions.page < pageCount
      ? "<a rel=\"next\" href=\"\(links.page(contributions.page + 1))\">\(say(.pageNext)) →</a>"
      : nil
    let position = say(.pageOf, String(contributions.page), String(pageCount))
    return """
      <nav class="pages" aria-label="\(say(.pagesLabel))">\(previous) <span>\(position)</span> \
      \(next)</nav>
      """
  }

  private var proof: HTML {
    let seq = card.contributions.rows.first?.seq
    let check: HTML? = seq.map { seq in
      let names = ProofNames(seq: seq, isDemo: card.isDemo)
      return """
        <h3>\(say(.howToCheck))</h3>
        <p>\(say(.howToCheckSteps))</p>
        <ul class="files"><li><a href="\(links.leaf(seq))">\(say(.leafFile)) \(seq)</a></li>\
        <li><a href="\(links.proof(seq))">\(say(.columnProof)) \(seq)</a></li></ul>
        <pre><code>\(names.command(key: links.verifierKey))</code></pre>
        """
    }
    let name = ProofNames.number(isDemo: card.isDemo)
    let whole: HTML? =
      card.isProvable
      ? """
      <h3>\(say(.wholeProof))</h3>
      <p>\(say(.wholeProofSteps))</p>
      <ul class="files"><li><a href="\(links.whole)">\(name)</a></li></ul>
      <pre><code>luoshi check \(name) --key "\(links.verifierKey)"</code></pre>
      """ : nil
    return """
      <section aria-labelledby="proof"><h2 id="proof">\(say(.columnProof))</h2>
      \(CheckpointView(card.checkpoint, language: say).html)
      \(check)\(whole)
      <p class="more"><a href="\(links.json)">\(say(.machineReadable))</a></p></section>
      """
  }
}

/// The signed state of the ledger, as pages show it.
package struct CheckpointView {
  private let checkpoint: NumberCard.Checkpoint?
  private let say: Language

  /// Of these parts, taken as they are.
  package init(_ checkpoint: NumberCard.Checkpoint?, language: Language) {
    self.checkpoint = checkpoint
    self.say = language
  }

  /// Size, root and the whole note to unfold.
  package var html: HTML {
    guard let checkpoint else { return "<p>\(say(.noCheckpoint))</p>" }
    return """
      <dl class="facts">
      <div><dt>\(say(.checkpointSize))</dt><dd>\(say.number(checkpoint.size))</dd></div>
      <div><dt>\(say(.checkpointRoot))</dt><dd><code>\(checkpoint.root)</code></dd></div>
      </dl>
      <details><summary>\(say(.checkpointNote))</summary><pre>\(checkpoint.note)</pre></details>
      """
  }
}

/// What downloaded leaves and proofs are called, and how they are checked.
package struct ProofNames: Sendable {
  package let leaf: String
  package let proof: String

  /// Files of a demo ledger say so in their names.
  package init(seq: Int64, isDemo: Bool) {
    let stem = isDemo ? "demo-\(seq)" : "\(seq)"
    self.leaf = stem + ".leaf"
    self.proof = stem + ".proof"
  }

  /// The file of a number with all its entries.
  package static func number(isDemo: Bool) -> String {
    isDemo ? "demo-number.proof" : "number.proof"
  }

  /// The command that checks them.
  package func command(key: String) -> String {
    "luoshi check \(proof) \(leaf) --key \"\(key)\""
  }
}
