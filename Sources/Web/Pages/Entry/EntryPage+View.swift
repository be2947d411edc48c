import Markup
import Programmes
import Publishing
import Quantities

/// The page of one entry.
struct EntryView {
  private let page: EntryPage
  private let edition: Edition
  private let say: Language

  init(_ page: EntryPage, edition: Edition) {
    self.page = page
    self.edition = edition
    self.say = edition.language
  }

  var html: HTML {
    Layout(edition).page(
      title: say(.entryTitle, String(page.seq)), masthead: .slim, here: .entry(page.seq),
      content: """
        <article class="card">
        <header class="card-head"><p class="kicker">\(say(.entryKind)) · \(page.programme)</p>
        <h1>\(say(.entryTitle, String(page.seq)))：\(page.action)</h1>
        <p class="card-scope">\(page.unit.name) · \(say.date(page.day))</p></header>
        <div class="card-columns"><div class="card-main">
        \(what)\(amendments)
        \(fields)
        \(deltas)
        \(neighbours)
        </div><div class="card-side">
        \(proof)
        </div></div>
        </article>
        """)
  }

  private var what: HTML {
    let record = page.record.map { route in
      """
      <div><dt>\(say(.recordKind))</dt><dd><a href="\(edition.href(route))">\
      \(say(.openRecord))</a></dd></div>
      """ as HTML
    }
    return """
      <section aria-labelledby="what"><h2 id="what">\(say(.whatHappened))</h2>
      <dl class="facts">
      <div><dt>\(say(.columnAction))</dt><dd>\(page.action)</dd></div>
      <div><dt>\(say(.programme))</dt><dd>\(page.programme) <code>\(page.version)</code></dd></div>
      <div><dt>\(say(.columnUnit))</dt><dd>\(page.unit.name) \
      <span class="code">\(page.unit.code)</span></dd></div>
      <div><dt>\(say(.columnDay))</dt><dd>\(say.date(page.day))</dd></div>
      \(record)</dl></section>
      """
  }

  /// What was against it, what it puts right, and by what it was put right.
  private var amendments: HTML {
    var notes: [HTML] = []
    if !page.marks.isEmpty {
      notes.append("<p class=\"note\">\(say(.entryMarked, edition.list(page.marks)))</p>")
    }
    if let amends = page.amends {
      notes.append(note(amends.isVoid ? .entryVoids : .entryCorrects, amends.seq))
    }
    notes += page.amendedBy.map { note($0.isVoid ? .entryVoidedBy : .entryCorrectedBy, $0.seq) }
    return notes.isEmpty ? "" : "\n<section>\(notes)</section>"
  }

  private func note(_ text: Text, _ seq: Int64) -> HTML {
    """
    <p class="note">\(say(text)) \
    <a href="\(edition.href(.entry(seq)))">\(say(.entryTitle, String(seq)))</a></p>
    """
  }

  private var fields: HTML {
    let rows = page.fields.map { field in
      "<div><dt>\(field.title)</dt><dd>\(field.value)</dd></div>\n" as HTML
    }
    let open: HTML =
      rows.isEmpty ? "<p>\(say(.openFieldsNone))</p>" : "<dl class=\"facts\">\(rows)</dl>"
    let note = page.sealed.isEmpty ? say(.sealedNone) : say(.sealedNote, edition.list(page.sealed))
    let sealed: HTML? = page.sealed.isEmpty && !page.erased.isEmpty ? nil : "<p>\(note)</p>"
    let erased: HTML? =
      page.erased.isEmpty ? nil : "<p>\(say(.sealedErased, edition.list(page.erased)))</p>"
    return """
      <section aria-labelledby="open"><h2 id="open">\(say(.openFields))</h2>\(open)</section>
      <section aria-labelledby="sealed"><h2 id="sealed">\(say(.sealedFields))</h2>
      \(sealed)\(erased)</section>
      """
  }

  private var deltas: HTML {
    let rows = page.deltas.map { delta -> HTML in
      """
      <tr><th scope="row">\(delta.title)\(delta.part.isEmpty ? "" : "：\(delta.part)")</th>\
      <td>\(delta.unit.name)</td><td>\(delta.day.description)</td>\
      <td class="number"><a class="figure" href="\(edition.href(delta.card))" \
      title="\(say(.whyThisNumber))">\(say.signed(delta.amount))</a></td>\
      <td class="counting-unit">\(delta.countingUnit)</td></tr>

      """
    }
    let table: HTML =
      rows.isEmpty
      ? "<p>\(say(.openDeltasNone))</p>"
      : """
      <div class="scroll"><table class="ledger"><tbody>
      \(rows)</tbody></table></div>
      """
    return """
      <section aria-labelledby="deltas"><h2 id="deltas">\(say(.openDeltas))</h2>\(table)</section>
      """
  }

  private var neighbours: HTML {
    let previous: HTML? =
      page.seq > 0
      ? """
      <a rel="prev" href="\(edition.href(.entry(page.seq - 1)))">← \(say(.entryPrevious))</a>
      """ : nil
    let next: HTML? =
      page.seq + 1 < page.count
      ? """
      <a rel="next" href="\(edition.href(.entry(page.seq + 1)))">\(say(.entryNext)) →</a>
      """ : nil
    return "<nav class=\"pages\" aria-label=\"\(say(.entriesLabel))\">\(previous) \(next)</nav>"
  }

  private var proof: HTML {
    let text = page.proof.map { proof in
      "<details><summary>\(say(.proofInFull))</summary><pre>\(proof)</pre></details>" as HTML
    }
    let names = ProofNames(seq: page.seq, isDemo: edition.isDemo)
    return """
      <section aria-labelledby="proof"><h2 id="proof">\(say(.columnProof))</h2>
      <dl class="facts"><div><dt>\(say(.leafHash))</dt><dd><code>\(page.leafHash)</code></dd></div>
      </dl>\(text)
      <ul class="files"><li><a href="\(edition.href(.leaf(page.seq)))">\(say(.leafFile)) \
      \(page.seq)</a></li><li><a href="\(edition.href(.proof(page.seq)))">\
      \(say(.columnProof)) \(page.seq)</a></li></ul>
      <h3>\(say(.howToCheck))</h3><p>\(say(.howToCheckSteps))</p>
      <pre><code>\(names.command(key: edition.verifierKey))</code></pre>
      </section>
      <section aria-labelledby="receipt"><h2 id="receipt">\(say(.receipt))</h2>
      \(CheckpointView(page.receipt, language: say).html)</section>
      """
  }
}
