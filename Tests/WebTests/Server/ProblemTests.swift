import HTTPTypes
import Markup
import Programmes
import Publishing
import Quantities
import Registry
import Testing

@testable import Web

@Suite struct ProblemTests {
  private static let card = "measure=shop-inspection.inspections&unit=140213"

  @Test(arguments: [
    ("/?month=2022-13", "2022-13", "2022-07"), ("/?month=9999-01", "9999-01", "2022-07"),
    ("/?lang=fr", "fr", "zh"), ("/number", "measure", "elder-station"),
    ("/number?measure=x.y&unit=140213&from=2022-01-01&to=2022-02-01", "x.y", "shop-inspection"),
    ("/number?\(card)", "from", "2022-07-31"),
    ("/number?\(card)&from=2022-02-30&to=2022-03-01", "2022-02-30", "2022-07-31"),
    ("/number?\(card)&from=0001-01-01&to=2022-03-01", "0001-01-01", "2022-07-31"),
    ("/number?\(card)&from=2022-03-02&to=2022-03-01", "2022-03-02", "from"),
    ("/number?\(card)&from=2022-03-01&to=2022-03-02&page=0", "page", "1"),
    ("/number?\(card)&from=2022-03-01&to=2022-03-02&part=x", "part", "part"),
    ("/api/v1/comparable?\(card)&from=2022-03", "to", "2022-07"),
    ("/api/v1/comparable?\(card)&from=2012-03&to=2022-03", "2012-03", "10"),
    ("/api/v1/comparable?\(card)&from=2022-03&to=2022-03&on=2022-13-01", "2022-13-01", "2022-07"),
    ("/number?target=abc", "abc", "UUID"), ("/record/abc", "abc", "UUID"),
    ("/entry/abc", "abc", "0"), ("/entry/-1", "-1", "0"),
    ("/number?measure=\(String(repeating: "x", count: 300))", "measure", "头版"),
  ])
  func `a bad parameter is named with its value and a remedy`(
    address: String, named: String, remedy: String
  ) async throws {
    let demo = try DemoLedger.shared.get()
    let answer = try await demo.get(address)
    #expect(answer.status == .badRequest)
    #expect(answer.body.contains(named))
    #expect(answer.body.contains(remedy))
    #expect(MarkupCheck(HTML(stringLiteral: answer.body)).problems == [])
  }

  @Test(arguments: [
    "/nowhere", "/?unit=999999", "/unit/999999", "/entry/99999999",
    "/proof/99999999", "/leaf/99999999", "/log/tile/0/999", "/log/tile/entries/x999/999",
    "/log/tile/9/000", "/log/tile/0/000.p/0", "/log/tile/1/../0/000", "/log/tile/",
    "/assets/x.css",
    "/record/00000000-0000-7000-8000-000000000000",
    "/number?target=00000000-0000-7000-8000-000000000000&unit=140213&on=2022-03-01",
    "/report?document=00000000-0000-7000-8000-000000000000",
    "/number?measure=shop-inspection.inspections&unit=1&from=2022-03-01&to=2022-03-02",
  ])
  func `what is not there gets a page with help`(address: String) async throws {
    let demo = try DemoLedger.shared.get()
    let answer = try await demo.get(address)
    #expect(answer.status == .notFound)
    #expect(answer.body.contains(Text.backToDistrict.zh))
    #expect(MarkupCheck(HTML(stringLiteral: answer.body)).problems == [])
  }

  @Test func `what was typed into the address never becomes markup`() async throws {
    let demo = try DemoLedger.shared.get()
    for address in ["/?month=%3Cscript%3E", "/%3Cscript%3E", "/unit/%3Cscript%3E"] {
      let answer = try await demo.get(address)
      #expect(!answer.body.contains("<script"))
    }
  }

  @Test func `machines get one shape of error`() async throws {
    let demo = try DemoLedger.shared.get()
    let answer = try await demo.get("/api/v1/targets?month=x", accept: "*/*")
    #expect(answer.status == .badRequest)
    #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
    #expect(answer.body.contains("\"code\": \"parameter.invalid\""))
    #expect(answer.body.contains("\"request\": \""))
  }

  @Test(arguments: ["/", "/report", "/entry/99", "/api/v1/targets", "/unit/140213"])
  func `a ledger without units says what to do`(address: String) async throws {
    let demo = try DemoLedger.empty.get()
    let answer = try await demo.get(address)
    #expect(answer.status == .notFound)
    #expect(answer.body.contains("luoshi"))
  }

  @Test func `a record of a person is not public`() async throws {
    let demo = try DemoLedger.shared.get()
    let person = try demo.registry.read { try $0.records(kind: "person").first }
    let id = try #require(person).id
    #expect(try await demo.get("/record/\(id)").status == .notFound)
  }
}
