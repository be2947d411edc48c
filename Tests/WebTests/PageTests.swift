import Markup
import Programmes
import Publishing
import Quantities
import Testing

@testable import Web

@Suite struct PageTests {
  @Test(arguments: Language.allCases)
  func `the front page is set as kept`(language: Language) throws {
    let page = DashboardView(
      Samples.dashboard(language), edition: Samples.edition(language)
    ).html
    try expectGolden("dashboard.\(language.rawValue)", page)
  }

  @Test(arguments: Language.allCases)
  func `a number card is set as kept`(language: Language) throws {
    let page = NumberView(
      Samples.card(language), query: Samples.numberQuery, path: [Samples.district],
      edition: Samples.edition(language)
    ).html
    try expectGolden("number.\(language.rawValue)", page)
  }

  @Test(arguments: [NumberCard.Style.stock, .distinct])
  func `a card of a stock or a distinct count is well formed`(style: NumberCard.Style) {
    let page = NumberView(
      Samples.card(.zh, style: style), query: Samples.numberQuery, path: [Samples.district],
      edition: Samples.edition(.zh)
    ).html
    #expect(MarkupCheck(page).problems == [])
    #expect(!page.markup.contains("sum-differs"))
  }

  @Test func `what the units below leave of a number stands under them`() {
    let card = Samples.card(.en, style: .stock)
    #expect(card.rest == Decimal64(30))
    let page = NumberView(
      card, query: Samples.numberQuery, path: [Samples.district], edition: Samples.edition(.en)
    ).html
    #expect(MarkupCheck(page).problems == [])
    #expect(
      page.markup.contains(
        "units that changed in the period</th><td class=\"number\">30</td></tr>"))
    #expect(card.json.text.contains("\"breakdownRest\": \"30\""))
    for style in [NumberCard.Style.flow, .distinct] {
      #expect(Samples.card(.en, style: style).rest == nil)
    }
  }

  @Test func `a card without entries says why it is 0`() {
    let page = NumberView(
      Samples.card(.zh, count: 0), query: Samples.numberQuery, path: [Samples.district],
      edition: Samples.edition(.zh)
    ).html
    #expect(MarkupCheck(page).problems == [])
    #expect(page.markup.contains(Text.noContributions.zh))
    #expect(page.markup.contains(Text.noCheckpoint.zh))
  }

  @Test(arguments: Language.allCases)
  func `a target's card is set as kept`(language: Language) throws {
    let page = TargetCardView(
      Samples.targetCard(language), edition: Samples.edition(language)
    ).html
    try expectGolden("target.\(language.rawValue)", page)
  }

  @Test func `an entry's page is set as kept`() throws {
    let page = EntryView(Samples.entry, edition: Samples.edition(.zh)).html
    try expectGolden("entry", page)
  }

  @Test func `an entry that was put right says by which, and the other way round`() {
    let page = EntryPage(
      seq: 7, count: 9, programme: "商铺安全检查", version: "shop-inspection@1", action: "复查",
      unit: NumberCard.UnitName(code: "1", name: "社区"), day: Day(number: 19_000), fields: [],
      deltas: [], sealed: [], record: nil, leafHash: "00", receipt: nil, proof: nil,
      amends: EntryPage.Amended(seq: 5, isVoid: true),
      amendedBy: [EntryPage.Amended(seq: 8, isVoid: false)])
    let html = EntryView(page, edition: Samples.edition(.zh)).html
    #expect(MarkupCheck(html).problems == [])
    #expect(html.markup.contains(Text.entryVoids.zh))
    #expect(html.markup.contains(Text.entryCorrectedBy.zh))
    #expect(html.markup.contains(Text.entryTitle.filled("8").zh))
  }

  @Test func `a unit's page is set as kept`() throws {
    let page = UnitView(Samples.unitPage(.zh), edition: Samples.edition(.zh)).html
    try expectGolden("unit", page)
  }

  @Test func `a record's page is set as kept`() throws {
    let page = RecordView(Samples.record, edition: Samples.edition(.zh)).html
    try expectGolden("record", page)
  }

  @Test func `an error page says what, where and how to mend it`() throws {
    let page = ProblemView(
      Samples.problem, request: "a1b2c3", edition: Samples.edition(.zh)
    ).html
    try expectGolden("problem", page)
    #expect(page.markup.contains("&lt;2022-13&gt;"))
  }

  @Test func `without a report the page says how to get one`() {
    let page = ReportView(nil, edition: Samples.edition(.zh)).html
    #expect(MarkupCheck(page).problems == [])
    #expect(page.markup.contains("luoshi adopt"))
  }

  @Test func `every page of a demo ledger says so and no other does`() {
    let demo = RecordView(Samples.record, edition: Samples.edition(.zh)).html
    #expect(demo.markup.contains(Text.demoLong.zh))
    let edition = Edition(
      language: .zh, isDemo: false, district: "平城区", today: Samples.day, entries: 0,
      stylesheet: "x.css", verifierKey: "")
    let real = RecordView(Samples.record, edition: edition).html
    #expect(!real.markup.contains(Text.demo.zh))
  }

  @Test func `English pages hold no Chinese but names, units and quotes`() {
    let pages = [
      DashboardView(Samples.dashboard(.en), edition: Samples.edition(.en)).html,
      NumberView(
        Samples.card(.en), query: Samples.numberQuery, path: [], edition: Samples.edition(.en)
      ).html,
      TargetCardView(Samples.targetCard(.en), edition: Samples.edition(.en)).html,
    ]
    let allowed = Set("中文个人所家次处左右无数字演示数据平城区")
    for page in pages {
      let chinese = page.markup.filter { character in
        character.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
      }
      #expect(Set(chinese).subtracting(allowed).isEmpty)
    }
  }
}
