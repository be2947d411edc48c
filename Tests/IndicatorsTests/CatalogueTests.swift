import Indicators
import Programmes
import Testing

@Suite struct CatalogueTests {
  @Test func `an indicator is read with all its parts`() throws {
    let catalogue = try IndicatorCatalogue(file(["jobs": sample]))
    let jobs = try #require(catalogue.indicator("jobs"))
    #expect(jobs.title == Title(zh: "就业", en: "Jobs"))
    #expect(jobs.form == .level)
    #expect(jobs.direction == .atLeast)
    #expect(jobs.timeRule == .cumulative)
    #expect(jobs.source == .measure(MeasureName(measure: "labour.jobs", part: "")))
    #expect(catalogue.indicator("gdp") == nil)
  }

  @Test func `returns and formulas are sources too`() throws {
    var first = sample
    first["measure"] = nil
    first["returns"] = "true"
    var second = sample
    second["measure"] = nil
    second["formula"] = "100 * a.b / c.d"
    let catalogue = try IndicatorCatalogue(file(["a": first, "b": second]))
    #expect(catalogue.indicator("a")?.source == .returns)
    #expect(catalogue.indicator("b")?.measures.map(\.measure) == ["a.b", "c.d"])
  }

  @Test(arguments: [
    ("form", "length", "no form \"length\""), ("direction", "up", "no direction \"up\""),
    ("time", "never", "no time \"never\""), ("decimals", "x", "\"x\" is no decimals"),
    ("version", "0", "\"0\" is no version"), ("measure", "jobs", "\"jobs\" is no measure"),
    ("measure", "1 + a.b", "is no single measure"), ("size", "1", "no key \"size\""),
    ("returns", "true", "two sources"),
  ])
  func `a mistake is named with its place`(key: String, value: String, problem: String) throws {
    var changed = sample
    changed[key] = value
    let error = #expect(throws: DefinitionErrors.self) {
      try IndicatorCatalogue(file(["jobs": changed]))
    }
    let text = try #require(error).description
    #expect(text.contains(problem))
    #expect(text.hasPrefix("indicators.yaml:"))
  }

  @Test func `all mistakes are reported at once`() {
    let errors = #expect(throws: DefinitionErrors.self) {
      try IndicatorCatalogue(file(["Jobs!": ["in": "人"]]))
    }
    #expect((errors?.errors.count ?? 0) >= 8)
  }

  @Test func `a mistake in a formula is placed inside it`() {
    var changed = sample
    changed["measure"] = nil
    changed["formula"] = "1 + jobs"
    let errors = #expect(throws: DefinitionErrors.self) {
      try IndicatorCatalogue(file(["jobs": changed]))
    }
    #expect(errors?.errors.first?.position.column == 30 + 4)
  }

  @Test func `a measure that no programme has is reported`() throws {
    let catalogue = try IndicatorCatalogue(file(["jobs": sample]))
    #expect(catalogue.errors(knowingMeasures: ["labour.jobs"]).isEmpty)
    #expect(catalogue.errors(knowingMeasures: ["other.jobs"]).count == 1)
  }

  private let sample = [
    "in": "人", "form": "level", "direction": "at-least", "measure": "labour.jobs",
    "time": "cumulative", "decimals": "0", "version": "1",
  ]

  private func file(_ indicators: [String: [String: String]]) -> Node {
    let entries = indicators.keys.sorted().map { id in
      let fields = indicators[id] ?? [:]
      var parts = fields.keys.sorted().map { entry($0, scalar(fields[$0] ?? "")) }
      if fields.count > 1 {
        let titles = Node(
          .mapping([entry("zh", scalar("就业")), entry("en", scalar("Jobs"))]), at: place(30))
        parts.append(entry("title", titles))
        parts.append(entry("definition", titles))
      }
      return entry(id, Node(.mapping(parts), at: place(3)))
    }
    let list = Node(.mapping(entries), at: place(1))
    return Node(.mapping([entry("indicators", list)]), at: place(1))
  }

  private func entry(_ key: String, _ value: Node) -> Node.Entry {
    Node.Entry(key: key, position: place(3), value: value)
  }

  private func scalar(_ text: String) -> Node {
    Node(.scalar(text, isQuoted: false), at: place(30))
  }

  private func place(_ column: Int) -> Position {
    Position(file: "indicators.yaml", line: 7, column: column)
  }
}
