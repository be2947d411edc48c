import Markup
import Programmes
import Publishing
import Quantities

@testable import Web

extension Samples {
  static let checkpoint = NumberCard.Checkpoint(
    size: 128_431,
    note: """
      luoshi.example/demo
      128431
      qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=

      — luoshi.example/demo Az3grnOkE3JmVYBTQa0zKB0c6JPnxR1K6vGVPw0bcsHYRpnzhbMkzYKcPUqbUM=

      """)

  static let numberQuery = NumberQuery(
    measure: "elder-station.stations-opened", part: nil, unit: "140213", from: Day(number: 18993),
    to: day)

  static func card(
    _ language: Language, style: NumberCard.Style = .flow, count: Int64 = 132
  ) -> NumberCard {
    let zh = language == .zh
    let names = streetNames(language)
    let rows = (0..<min(Int(count), 50)).map { index in
      NumberCard.Contribution(
        seq: 1_200 + Int64(index) * 877, day: Day(number: 19_010 + Int32(index) * 3),
        unit: NumberCard.UnitName(
          code: names[index % 18].code, name: zh ? "第\(index + 1)社区" : "Community \(index + 1)"),
        action: zh ? "助老服务站建成投用" : "Station opened", delta: Decimal64(index == 7 ? -1 : 1))
    }
    let sum: Int64 = count == 0 ? 0 : 17
    return NumberCard(
      isDemo: true,
      definition: NumberCard.Definition(
        measure: "elder-station.stations-opened", title: zh ? "建成助老服务站" : "Stations opened",
        programme: zh ? "助老服务站" : "Elder-service stations", version: "elder-station@2",
        countingUnit: "个", style: style, actions: [zh ? "助老服务站建成投用" : "Station opened"],
        isOpen: true),
      scope: NumberCard.Scope(
        unit: NumberCard.UnitName(code: "140213", name: zh ? "平城区" : "Pingcheng District"),
        from: Day(number: 18993), to: day, part: nil),
      value: Decimal64(style == .stock ? sum + 30 : sum),
      opening: style == .stock ? Decimal64(30) : nil,
      breakdown: zip(names, stationCounts).map { unit, count in
        NumberCard.BreakdownRow(unit: unit, value: Decimal64(count))
      },
      contributions: NumberCard.Contributions(
        count: count, sum: Decimal64(sum), page: 1, rows: rows),
      checkpoint: count == 0 ? nil : checkpoint)
  }

  static let entry = EntryPage(
    seq: 1_200, count: 128_431, programme: "助老服务站", version: "elder-station@2",
    action: "建成投用", unit: NumberCard.UnitName(code: "140213052003", name: "新旺街道永康社区"),
    day: day,
    fields: [
      EntryPage.OpenField(title: "名称", value: "永康社区助老服务站"),
      EntryPage.OpenField(title: "建成日期", value: "2022-07-29"),
    ],
    deltas: [
      EntryPage.OpenDelta(
        title: "建成助老服务站", part: "", unit: NumberCard.UnitName(code: "140213052003", name: "永康社区"),
        day: day, amount: Decimal64(1), countingUnit: "个",
        card: number("elder-station.stations-opened", unit: "140213052003"))
    ],
    sealed: ["站长姓名", "电话"], record: .record(id(77)),
    leafHash: "3f1c6f1a9f2e0c5e8f6d7b4a3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d",
    receipt: checkpoint, proof: "c2sp.org/tlog-proof@v1\nindex 1200\nq1w2e3=\n")

  static func unitPage(_ language: Language) -> UnitPage {
    let names = streetNames(language)
    return UnitPage(
      path: [district], level: .district, month: month,
      below: names.enumerated().map { index, unit in
        UnitPage.Below(unit: unit, counts: [Int(stationCounts[index])])
      },
      belowLevel: .subdistrict,
      lists: [
        UnitPage.NamedList(
          kind: "elder-station", title: "助老服务站",
          items: (0..<6).map { index in
            UnitPage.NamedItem(
              record: id(UInt64(70 + index)), name: "第\(index + 1)社区助老服务站", state: "已建成",
              unit: names[index], dates: ["开工 2022-03-1\(index)", "建成 2022-06-1\(index)"])
          })
      ],
      programmes: dashboard(language).programmes)
  }

  static let record = RecordPage(
    id: id(77), name: "永康社区助老服务站", kind: "助老服务站", state: "已建成", path: [district, street],
    facts: [
      RecordPage.OpenFact(title: "名称", value: "永康社区助老服务站", seq: 900),
      RecordPage.OpenFact(title: "建成日期", value: "2022-07-29", seq: 1_200),
    ],
    hiddenCount: 2,
    events: [
      RecordPage.Event(seq: 900, day: day.advanced(by: -120), action: "立项"),
      RecordPage.Event(seq: 1_200, day: day, action: "建成投用"),
    ])

  static func targetCard(_ language: Language) -> TargetCard {
    let story = stories(language)[0]
    return TargetCard(
      path: [district], story: story,
      query: TargetQuery(target: story.target, unit: "140213", on: day), year: 2022,
      definition: language == .zh ? "按不变价计算的累计同比增长。" : "Year to date, at constant prices.",
      indicator: "gdp-growth@1", formula: nil, terms: [],
      returns: [
        TargetCard.Return(
          period: "2022-H1", vintage: .vintagePreliminary, value: decimal("4.6"),
          givenOn: day.advanced(by: -10), source: language == .zh ? "区统计局" : "Statistics office",
          entry: 99_001),
        TargetCard.Return(
          period: "2022-Q1", vintage: .vintageExpress, value: decimal("5.1"),
          givenOn: day.advanced(by: -100), source: language == .zh ? "区统计局" : "Statistics office",
          entry: nil),
      ],
      checkpoint: checkpoint)
  }

  static let problem = Problem(
    code: "parameter.invalid", status: 400, title: .badRequest,
    what: Text.parameterInvalid.filled("month", "<2022-13>"),
    remedy: Text.writeMonth.filled("month", "2022-07"))
}
