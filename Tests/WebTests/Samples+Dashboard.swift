import Markup
import Programmes
import Publishing
import Quantities

@testable import Web

extension Samples {
  static func dashboard(_ language: Language) -> Dashboard {
    let unit = NumberCard.UnitName(
      code: district.code, name: language == .zh ? district.name : "Pingcheng District")
    return Dashboard(
      path: [unit], below: streetNames(language), belowLevel: .subdistrict, month: month,
      months: (0..<7).map { month.advanced(by: -$0) }, cutoff: day,
      stories: Dashboard.Stories(stories(language)), programmes: groups(language),
      silent: [streetNames(language)[4], streetNames(language)[10]])
  }

  private struct Draft {
    let zh: String
    let en: String
    let aim: String
    let quote: String
    let outcome: Dashboard.Outcome
    let light: Dashboard.Light?
    let unit: String
    var notes: [Text] = []
    var through: Day?
    var isCounted = false
    var hasList = false
  }

  private static func completion(
    _ actual: String, _ aim: String, _ percent: String, _ lead: String?
  ) -> Dashboard.Outcome {
    .completion(
      actual: decimal(actual), aim: decimal(aim), percent: decimal(percent),
      pace: lead.map { Dashboard.Pace(elapsed: decimal("58.3"), lead: decimal($0)) })
  }

  static func stories(_ language: Language) -> [Dashboard.Story] {
    drafts.enumerated().map { index, draft in
      Dashboard.Story(
        target: id(UInt64(index)), name: language == .zh ? draft.zh : draft.en, aim: draft.aim,
        quote: language == .zh ? draft.quote : "", place: .report(document: nil, at: 300 + index),
        outcome: draft.outcome, light: draft.light, notes: draft.notes,
        card: draft.isCounted ? number("measure.number-\(index)") : target(UInt64(index)),
        through: draft.through, children: draft.isCounted ? children(language) : [],
        list: draft.hasList ? .unit("140213", month: month) : nil, countingUnit: draft.unit)
    }
  }

  private static let halfYear = Day(number: 19173)

  private static var drafts: [Draft] {
    [
      Draft(
        zh: "地区生产总值", en: "Gross domestic product", aim: "≥ 8%",
        quote: "地区生产总值增长8%以上",
        outcome: .difference(
          actual: decimal("4.6"), by: decimal("-3.4"), inPoints: true),
        light: .yellow, unit: "%", through: halfYear),
      Draft(
        zh: "固定资产投资", en: "Fixed-asset investment", aim: "≥ 10%",
        quote: "固定资产投资增长10%以上",
        outcome: .difference(
          actual: decimal("12.3"), by: decimal("2.3"), inPoints: true),
        light: .green, unit: "%", through: halfYear),
      Draft(
        zh: "社会消费品零售总额", en: "Retail sales", aim: "= 9.5%", quote: "社会消费品零售总额增长9.5%",
        outcome: .difference(actual: decimal("-1.2"), by: decimal("-10.7"), inPoints: true),
        light: .yellow, unit: "%", notes: [.noteStatedExactly], through: halfYear),
      Draft(
        zh: "一般公共预算收入", en: "Public budget revenue", aim: "≥ 9%",
        quote: "一般公共预算收入增长9%以上", outcome: .open(.noData, actual: nil), light: nil,
        unit: "%"),
      Draft(
        zh: "助老服务站", en: "Elder-service stations", aim: "30 个",
        quote: "再新建30个助老服务站，力争实现全覆盖",
        outcome: completion("17", "30", "56.7", "-1.6"), light: .green, unit: "个",
        notes: [.noteSlightlyBehind], isCounted: true, hasList: true),
      Draft(
        zh: "城镇新增就业", en: "New urban jobs", aim: "≥ 7700 人", quote: "城镇新增就业7700人以上",
        outcome: completion("8012", "7700", "104.1", "45.8"), light: .green, unit: "人",
        isCounted: true),
      Draft(
        zh: "老旧小区改造", en: "Old compounds renovated", aim: "69 个", quote: "实施69个老旧小区改造",
        outcome: completion("22", "69", "31.9", "-26.4"), light: .yellow, unit: "个",
        isCounted: true),
      Draft(
        zh: "新建公办幼儿园", en: "New public kindergartens", aim: "3 所", quote: "新建公办幼儿园3所",
        outcome: completion("0", "3", "0.0", "-58.3"), light: .red, unit: "所", isCounted: true),
      Draft(
        zh: "城镇登记失业率", en: "Registered unemployment", aim: "≤ 4.5%",
        quote: "城镇登记失业率控制在4.5%以内",
        outcome: .margin(
          actual: decimal("3.2"), by: decimal("1.3"), inPoints: true, holds: true),
        light: .green, unit: "%", through: halfYear),
      Draft(
        zh: "居民消费价格涨幅", en: "Consumer prices", aim: "3% 左右", quote: "居民消费价格涨幅3%左右",
        outcome: .open(.needsTolerance, actual: decimal("2.1")), light: nil, unit: "%"),
      Draft(
        zh: "城乡居民收入", en: "Incomes", aim: "无数字", quote: "城乡居民收入与经济增长基本同步",
        outcome: .open(.needsJudgement, actual: nil), light: nil, unit: ""),
      Draft(
        zh: "万元GDP能耗", en: "Energy per unit of output", aim: "无数字", quote: "万元GDP能耗完成市定任务",
        outcome: .open(.awaiting, actual: nil), light: nil, unit: ""),
    ]
  }

  private static func groups(_ language: Language) -> [Dashboard.MeasureGroup] {
    func line(_ zh: String, _ en: String, _ value: Int64, _ unit: String, _ stock: Bool)
      -> Dashboard.MeasureLine
    {
      Dashboard.MeasureLine(
        title: language == .zh ? zh : en, value: Decimal64(value), countingUnit: unit,
        isStock: stock, card: number("programme.\(value)"))
    }
    func title(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    return [
      Dashboard.MeasureGroup(
        title: title("商铺安全检查", "Shop safety inspection"),
        lines: [
          line("检查家次", "Inspections", 11_842, "家次", false),
          line("检查商铺", "Premises inspected", 9_870, "家", false),
          line("发现隐患", "Hazards found", 3_115, "处", false),
          line("未销号隐患", "Hazards open", 412, "处", true),
        ]),
      Dashboard.MeasureGroup(
        title: title("核酸检测预约登记", "Mass test booking"),
        lines: [
          line("应检人数", "Due", 1_105_699, "人", true),
          line("已登记", "Registered", 1_098_220, "人", true),
          line("尚未登记", "Missing", 7_479, "人", true),
        ]),
      Dashboard.MeasureGroup(
        title: title("“110”志愿服务队", "“110” volunteer team"),
        lines: [
          line("出动人次", "Call-outs", 286, "人次", false),
          line("在册志愿者", "Volunteers", 232, "人", true),
        ]),
    ]
  }
}
