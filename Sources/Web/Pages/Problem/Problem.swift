package import Markup
package import Programmes
package import Publishing

/// Why a page could not be given: what, where, and how to mend it.
package struct Problem: Error, Sendable, Hashable {
  /// Stable for machines: `parameter.invalid`.
  package let code: String
  package let status: Int
  package let title: Text
  /// What is wrong, with the value filled in.
  package let what: Text
  /// How to mend it.
  package let remedy: Text
  /// Seconds after which it makes sense to ask again.
  package let retrySeconds: Int?

  /// Of these parts, taken as they are.
  package init(
    code: String, status: Int, title: Text, what: Text, remedy: Text, retrySeconds: Int? = nil
  ) {
    self.code = code
    self.status = status
    self.title = title
    self.what = what
    self.remedy = remedy
    self.retrySeconds = retrySeconds
  }

  /// For machines, in one shape everywhere.
  package func json(_ language: Language, request: String) -> JSON {
    [
      "error": [
        "code": .string(code),
        "message": .string(language(what)),
        "details": .string(language(remedy)),
        "request": .string(request),
      ]
    ]
  }
}

/// The page that says so.
struct ProblemView {
  private let problem: Problem
  private let request: String
  private let edition: Edition

  init(_ problem: Problem, request: String, edition: Edition) {
    self.problem = problem
    self.request = request
    self.edition = edition
  }

  var html: HTML {
    Layout(edition).page(
      title: edition(problem.title), masthead: .slim, here: nil,
      content: """
        <article class="problem"><p class="kicker">\(problem.status)</p>
        <h1>\(edition(problem.title))</h1>
        <p>\(edition(problem.what))</p>
        <p>\(edition(problem.remedy))</p>
        <p><a href="\(edition.href(.dashboard(unit: nil, month: nil)))">\
        \(edition(.backToDistrict))</a></p>
        <p class="note">\(edition(.requestNumber)) <code>\(request)</code> · \
        <code>\(problem.code)</code></p></article>
        """)
  }
}
