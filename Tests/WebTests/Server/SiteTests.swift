import HTTPTypes
import Ledger
import Markup
import Programmes
import Publishing
import Quantities
import Registry
import Storage
import Testing
import Verifier

@testable import Web

@Suite struct SiteTests {
  private let demo: DemoLedger

  init() throws {
    demo = try DemoLedger.shared.get()
  }

  /// Every address that a page links to on this site, without fragments.
  private func links(in page: String) -> [String] {
    page.split(separator: "href=\"").dropFirst().compactMap { piece -> String? in
      let raw = String(piece.prefix { $0 != "\"" && $0 != "#" })
      let address = raw.replacing("&amp;", with: "&")
      return address.hasPrefix("/") ? address : nil
    }
  }

  @Test(arguments: ["/", "/?lang=en", "/report", "/?month=2022-03"])
  func `pages are well formed and say that the data are made up`(address: String) async throws {
    let page = try await demo.get(address)
    #expect(page.status == .ok)
    #expect(MarkupCheck(HTML(stringLiteral: page.body)).problems == [])
    #expect(page.body.contains("演示数据") || page.body.contains("Demo data"))
  }

  @Test func `every link within three steps of the front page leads somewhere`() async throws {
    var waiting = ["/"]
    var seen: Set<String> = ["/"]
    var failures: [String] = []
    var visited = 0
    // 80 pages: the rest are the same kinds for other units and months. Taking them from all over
    // the list, always the same ones, brings every kind among them.
    while !waiting.isEmpty, visited < 80, failures.isEmpty {
      let address = waiting.remove(at: visited * 37 % waiting.count)
      visited += 1
      let page = try await demo.get(address)
      if page.status != .ok { failures.append("\(address): \(page.status)") }
      guard page.headers[.contentType]?.hasPrefix("text/html") == true else { continue }
      let problems = MarkupCheck(HTML(stringLiteral: page.body)).problems
      if !problems.isEmpty { failures.append("\(address): \(problems)") }
      for link in links(in: page.body) where seen.insert(link).inserted { waiting.append(link) }
    }
    #expect(failures == [])
    #expect(visited == 80)
  }

  @Test func `a measure on the front page is the number on its card`() async throws {
    let front = try await demo.get("/api/v1/targets", accept: "application/json")
    #expect(front.status == .ok)
    let query = "measure=shop-inspection.inspections&unit=140213&from=2022-03-01&to=2022-03-31"
    let card = try await demo.get("/api/v1/number?\(query)", accept: "application/json")
    #expect(card.status == .ok)
    #expect(card.body.contains("\"sumHolds\": true"))
    let page = try await demo.get("/number?\(query)")
    let value = try demo.registry.read { view in
      try view.value(
        measure: "shop-inspection.inspections", part: nil, unit: "140213",
        over: DayRange(month: Month(number: 2022 * 12 + 2)))
    }
    #expect(value > 0)
    #expect(page.body.contains("<data class=\"figure\" value=\"\(value)\">"))
    #expect(!page.body.contains("sum-differs"))
  }

  @Test(arguments: [
    "elder-station.stations-opened", "shop-inspection.hazards-open",
    "shop-inspection.premises-inspected", "test-booking.missing", "premises.registered",
  ])
  func `cards of all styles come out even`(measure: String) async throws {
    for span in ["from=2022-01-01&to=2022-04-30", "from=2022-02-10&to=2022-04-12"] {
      let page = try await demo.get("/number?measure=\(measure)&unit=140213&\(span)")
      #expect(page.status == .ok)
      #expect(!page.body.contains("sum-differs"), "\(measure) \(span)")
    }
  }

  @Test(arguments: [
    ("shop-inspection.inspections", "2022-03-01"), ("shop-inspection.hazards-open", "2022-03-01"),
    ("shop-inspection.premises-inspected", "2022-01-01"), ("premises.registered", "2022-03-01"),
  ])
  func `a number can be had with all its entries, and checked`(
    measure: String, from: String
  ) async throws {
    let query = "measure=\(measure)&unit=140213&from=\(from)&to=2022-03-31"
    let page = try await demo.get("/number?\(query)")
    #expect(page.body.contains("/number.proof?measure=\(measure)"))
    let answer = try await demo.get("/number.proof?\(query)")
    #expect(answer.status == .ok)
    let file = try NumberFile(parsing: Array(answer.body.utf8))
    let key = "\(demo.registry.verifierKey)"
    let verdict = NumberCheck.check(file.claim, contributions: file.entries, key: key)
    #expect(verdict.isEqual, "\(verdict)")
    #expect(file.claim.amount > 0 && verdict.moving == file.entries.count)
    #expect(page.body.contains("value=\"\(file.claim.amount)\""))
    let fewer = NumberCheck.check(
      file.claim, contributions: Array(file.entries.dropLast()), key: key)
    #expect(!fewer.isEqual || measure.hasSuffix("premises-inspected"))
  }

  @Test func `a number that is not public is not given with its entries`() async throws {
    let query = "measure=test-booking.missing&unit=140213&from=2022-03-01&to=2022-03-31"
    #expect(try await demo.get("/number.proof?\(query)").status == .notFound)
    #expect(try await !demo.get("/number?\(query)").body.contains("number.proof"))
  }

  @Test(arguments: [
    "shop-inspection.inspections", "shop-inspection.premises-inspected", "premises.registered",
  ])
  func `where no unit has changed, a comparable series is the numbers themselves`(
    measure: String
  ) async throws {
    let query = "measure=\(measure)&unit=140213&from=2022-01&to=2022-04"
    let answer = try await demo.get("/api/v1/comparable?\(query)", accept: "application/json")
    #expect(answer.status == .ok)
    #expect(answer.body.contains("\"undivided\": []"))
    for number in 2022 * 12...2022 * 12 + 3 {
      let month = Month(number: Int32(number))
      let value = try demo.registry.read { view in
        try view.value(measure: measure, part: nil, unit: "140213", over: DayRange(month: month))
      }
      #expect(value > 0)
      #expect(
        answer.body.contains(
          """
                "month": "\(month)",
                "value": "\(value)"
          """))
    }
  }

  @Test func `a card of too many movements shows the first of them and no sum`() throws {
    let day = try #require(Day("2022-01-01"))
    let query = NumberQuery(
      measure: "shop-inspection.visits", part: nil, unit: "140213", from: day,
      to: try #require(Day("2022-04-30")), page: 3)
    let (whole, cut) = try demo.registry.read { view in
      (
        try #require(
          try NumberCard(query, in: view, language: .en, isDemo: true)),
        try #require(
          try NumberCard(query, in: view, language: .en, isDemo: true, countedMax: 60))
      )
    }
    #expect(whole.sumHolds == true)
    #expect(whole.contributions.page == 3)
    #expect(cut.value == whole.value)
    #expect(cut.breakdown == whole.breakdown)
    #expect(cut.sumHolds == nil)
    #expect(cut.contributions.page == 1)
    #expect(cut.contributions.rows.count == NumberCard.Contributions.perPage)
    #expect(cut.contributions.rows.map(\.seq).max() ?? .max < whole.contributions.rows[0].seq)
    #expect(cut.json.text.contains("\"sumHolds\": null"))
    #expect(cut.json.text.contains("\"count\": null"))
    let page = NumberView(cut, query: query, path: [], edition: Samples.edition(.en)).html
    #expect(MarkupCheck(page).problems == [])
    #expect(page.markup.contains("More than 20,000 entries"))
    #expect(!page.markup.contains("rel=\"next\""))
  }

  @Test func `an entry shows no sealed value`() async throws {
    let seq = try demo.registry.read { view in
      var found: Int64?
      for seq in 0..<(try view.through()) where found == nil {
        if try view.entry(seq)?.sealedWrites.isEmpty == false { found = seq }
      }
      return try #require(found)
    }
    let page = try await demo.get("/entry/\(seq)")
    #expect(page.status == .ok)
    #expect(page.body.contains("承诺值"))
    let leaf = try await demo.get("/leaf/\(seq)")
    #expect(leaf.headers[.contentDisposition] == "attachment; filename=\"demo-\(seq).leaf\"")
    let proof = try await demo.get("/proof/\(seq)")
    #expect(proof.body.hasPrefix("c2sp.org/tlog-proof"))
    #expect(proof.body.contains("index \(seq)"))
  }

  @Test func `the checkpoint is served as it was signed`() async throws {
    let note = try demo.registry.read { try $0.checkpoint()?.note }
    let answer = try await demo.get("/log/checkpoint")
    #expect(answer.body == note)
    #expect(answer.headers[.contentType] == "text/plain; charset=utf-8")
  }

  @Test func `the log is served in tiles and bundles, also as wide as it was`() async throws {
    let (size, leaf) = try demo.registry.read { view in
      (try view.through(), try view.stored(1)?.leaf)
    }
    #expect(size > 256)
    let full = try await demo.get("/log/tile/0/000")
    #expect(full.bytes.count == 256 * 32)
    #expect(full.headers[.cacheControl]?.contains("immutable") == true)
    let narrow = try await demo.get("/log/tile/0/000.p/3")
    #expect(narrow.bytes == Array(full.bytes.prefix(96)))
    let bundle = try await demo.get("/log/tile/entries/000.p/2").bytes
    let first = Int(bundle[0]) << 8 | Int(bundle[1])
    #expect(bundle.suffix(from: 2 + first + 2).elementsEqual(try #require(leaf)))
    let edge = try await demo.get("/log/tile/1/000.p/\(size / 256)")
    #expect(edge.bytes.count == Int(size / 256) * 32)
    #expect(try await demo.get("/log/tile/1/000.p/\(size / 256 + 1)").status == .notFound)
  }

  @Test func `every answer carries the security headers`() async throws {
    for address in ["/", "/nowhere", "/number", "/assets/\(demo.stylesheet)"] {
      let answer = try await demo.get(address)
      #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
      #expect(answer.headers[.xContentTypeOptions] == "nosniff")
    }
  }

  @Test func `the style sheet may be kept for ever and has no other name`() async throws {
    let sheet = try await demo.get("/assets/\(demo.stylesheet)")
    #expect(sheet.status == .ok)
    #expect(sheet.headers[.cacheControl]?.contains("immutable") == true)
    #expect(try await demo.get("/assets/luoshi.css").status == .notFound)
  }

  @Test func `health and counters answer`() async throws {
    #expect(try await demo.get("/healthz").body == "ok\n")
    _ = try await demo.get("/nowhere")
    let metrics = try await demo.get("/metrics").body
    #expect(metrics.contains("luoshi_http_requests_total{route=\"/healthz\",status=\"200\"}"))
  }
}
