import Comparing
import Quantities
import Reading
import Testing

@Suite struct VerdictTests {
  private let aims = "今年的主要预期目标是："

  @Test(arguments: [
    ("地区生产总值增长8%以上。", "全年地区生产总值增长8.3%。", Verdict.met, "0.3"),
    ("地区生产总值增长8%。", "全年地区生产总值增长7.5%。", .missed, "-0.5"),
    ("社会消费品零售总额达到1.2亿元。", "社会消费品零售总额完成12500万元。", .met, "0.05"),
    ("城镇登记失业率控制在4%以内。", "城镇登记失业率为3.8%。", .met, "0.2"),
    ("城镇登记失业率控制在4%以内。", "城镇登记失业率为4.3%。", .missed, "-0.3"),
    ("居民消费价格涨幅控制在3%左右。", "居民消费价格上涨2.1%。", .met, "0.9"),
    ("地区生产总值增长8%左右。", "全年地区生产总值增长7.9%。", .undecided, "-0.1"),
    ("地区生产总值增长6%到7%。", "全年地区生产总值增长6.4%。", .met, "0.4"),
    ("地区生产总值增长6%到7%。", "全年地区生产总值增长5.8%。", .missed, "-0.2"),
    ("单位地区生产总值能耗下降3%以上。", "单位地区生产总值能耗下降3.4%。", .met, "0.4"),
    ("单位地区生产总值能耗下降3%以上。", "单位地区生产总值能耗下降2.6%。", .missed, "-0.4"),
    ("旅游收入突破50亿元。", "旅游收入突破50亿元。", .met, "0"),
    ("城镇新增就业5000人。", "城镇新增就业约5000人。", .undecided, "0"),
    ("一般公共预算收入达到20.46亿元。", "一般公共预算收入完成20.5亿元。", .undecided, "0.04"),
  ])
  func `a figure is held against the promise`(
    _ plan: String, _ past: String, _ verdict: Verdict, _ margin: String
  ) throws {
    let row = try row(aims + plan, past)
    #expect(row.verdict == verdict)
    #expect(row.margin?.value.description == margin)
  }

  @Test func `growth is given in points, amounts in the unit of the promise`() throws {
    #expect(try row(aims + "地区生产总值增长8%。", "全年地区生产总值增长7%。").margin?.unit == "百分点")
    let level = try row(aims + "财政总收入达到12亿元。", "财政总收入完成11.5亿元。")
    #expect(level.margin?.unit == "亿元")
  }

  @Test func `an estimate, a bound and an approximate figure are said to be one`() throws {
    let estimate = try row(aims + "地区生产总值增长8%。", "预计全年地区生产总值增长8.5%。")
    #expect(estimate.remarks == [.estimated])
    #expect(estimate.reported?.standing == .estimated)
    let bound = try row(aims + "旅游收入达到40亿元。", "旅游收入超过50亿元。")
    #expect(bound.verdict == .met)
    #expect(bound.remarks == [.atLeast])
  }

  @Test func `a changed definition is shown side by side and not judged`() throws {
    let income = try row(aims + "农民人均纯收入增长9%。", "农村居民人均可支配收入增长10%。")
    #expect(income.verdict == .redefined)
    #expect(income.margin?.value.description == "1")
    let jobless = try row(aims + "城镇登记失业率控制在4.5%以内。", "城镇调查失业率为5.1%。")
    #expect(jobless.verdict == .redefined)
    let scope = try row(aims + "500万元以上固定资产投资增长9%。", "固定资产投资增长10%。")
    #expect(scope.verdict == .redefined)
    let own = try row(aims + "区属固定资产投资增长9%。", "固定资产投资增长10%。")
    #expect(own.verdict == .redefined)
  }

  @Test func `GDP growth never follows from amounts`() throws {
    let row = try row(
      aims + "地区生产总值增长8%。", "全年地区生产总值完成220亿元。")
    #expect(row.verdict == .otherMeasure)
    #expect(row.remarks == [.priceBasis])
    #expect(row.margin == nil)
  }

  @Test func `growth at current prices follows from two amounts`() throws {
    // The report before gives 20.15亿元 for the year before.
    let row = try row(aims + "财政总收入增长8%。", "财政总收入完成22.05亿元。")
    #expect(row.verdict == .met)
    #expect(row.remarks == [.derived])
    #expect(row.margin?.value.description == "1.43")
    #expect(row.others.first?.value == "20.15")
  }

  @Test func `what rounding leaves open is not decided`() throws {
    let row = try row(aims + "财政总收入增长10%。", "财政总收入完成22.17亿元。")
    #expect(row.verdict == .undecided)
  }

  @Test func `another unit of the same thing is no answer`() throws {
    let row = try row("今年实施棚户区改造3000户。", "完成棚户区改造20万平方米。")
    #expect(row.verdict == .otherMeasure)
    #expect(row.remarks == [.unit])
  }

  @Test func `silence, a mere mention and an unknown wording are told apart`() throws {
    let past = "粮食产量达到3万吨。"
    #expect(try row(aims + "城镇登记失业率控制在4%以内。", past).verdict == .dropped)
    let mention = try row(aims + "城镇登记失业率控制在4%以内。", "粮食产量达到3万吨，城镇登记失业率保持较低水平。")
    #expect(mention.verdict == .mentioned)
    #expect(mention.reported?.location.line == 4)
    #expect(try row("今年新建山货集散点12个。", past).verdict == .unpaired)
  }

  @Test func `the figure for the whole year answers, not one of its parts`() throws {
    let row = try row(
      aims + "全年新增茶园5700亩以上。",
      "北坡集市开张，新增茶园3000亩。全区坚持以水定园，全年实现新增茶园5650亩。")
    #expect(row.verdict == .missed)
    #expect(row.reported?.value == "5650")
    #expect(row.others.map(\.value) == ["3000"])
  }

  @Test func `contradicting figures are shown and not chosen from`() throws {
    let row = try row(
      aims + "地区生产总值增长8%。",
      "全年地区生产总值增长8.2%。全区地区生产总值增长7.1%。")
    #expect(row.verdict == .conflicting)
    #expect(row.others.count == 1)
  }

  @Test func `a relation is shown with both rates`() throws {
    let row = try row(
      aims + "居民收入与经济增长同步。", "地区生产总值增长6%，居民人均可支配收入增长6.8%。")
    #expect(row.verdict == .unnumbered)
    #expect(row.margin?.value.description == "0.8")
    #expect(row.others.first?.value == "6")
  }

  @Test func `one name for two indicators gives two rows`() throws {
    let found = try rows(
      aims + "城乡居民人均可支配收入增长8%。",
      "城镇居民人均可支配收入增长7%，农村居民人均可支配收入增长9%。")
    #expect(found.map(\.verdict) == [.missed, .met])
    #expect(found.map(\.indicatorID) == ["urban-disposable-income", "rural-disposable-income"])
  }

  @Test func `works pair by wording, a beginning keeps no promise of an end`() throws {
    #expect(try row("今年新建山地茶叶市场3个。", "建成山地茶叶市场4个。").verdict == .met)
    #expect(try row("今年建成山地茶叶市场3个。", "启动山地茶叶市场3个。").verdict == .unpaired)
    #expect(try row("今年建成山地茶叶市场3个。", "建成湖边渔货市场3个。").verdict == .unpaired)
  }

  @Test func `what the next report promises is told`() throws {
    let plan = aims + "城镇登记失业率控制在4%以内。"
    let past = "城镇登记失业率为3.8%。"
    func sequel(_ next: String) throws -> String? {
      try row(plan, past, next: aims + next).sequel?.name
    }
    #expect(try sequel("城镇登记失业率控制在4%以内。") == "kept")
    #expect(try sequel("城镇登记失业率控制在4.5%以内。") == "raised")
    #expect(try sequel("城镇登记失业率控制在3.5%以内。") == "lowered")
    #expect(try sequel("城镇调查失业率控制在5.5%以内。") == "redefined")
    #expect(try sequel("地区生产总值增长5%。") == "dropped")
    let growth = aims + "居民人均可支配收入增长8%。"
    let worded = try row(growth, past, next: aims + "居民收入与经济增长同步。")
    #expect(worded.sequel?.name == "unquantified")
    let level = try row(growth, past, next: aims + "居民人均可支配收入达到3万元。")
    #expect(level.sequel?.name == "otherMeasure")
  }
}
