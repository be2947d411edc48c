import Reading

/// The words that explain how a figure was read.
extension Text {
  package static let columnReasons = Text("依据", "Why")
}

extension Reason.Field {
  /// The field's name for people.
  package var text: Text {
    switch self {
    case .indicator: .columnIndicator
    case .value: .columnFigure
    case .unit: Text("单位", "Unit")
    case .form: Text("形式", "Form")
    case .comparator: .columnComparator
    case .standing: .columnStanding
    case .period: .columnPeriod
    }
  }
}

extension Rule {
  /// What the rule says, for people.
  package var text: Text {
    switch self {
    case .nameInClause: Text("名称取自本句", "named in its own clause")
    case .nameCarried: Text("名称承前", "the name is carried on from before")
    case .nameDealtOut: Text("并列各项依次对应", "listed names and numbers matched in order")
    case .nameOfSector: Text("比例按一、二、三产依次对应", "ratio parts are the three sectors in order")
    case .digits: Text("阿拉伯数字", "digits")
    case .chineseNumerals: Text("汉字数字", "Chinese numerals")
    case .ratioPart: Text("比例中的一份", "one part of a ratio")
    case .doubling: Text("翻番即增长100%", "doubling is growth of 100%")
    case .rankNumber: Text("位次", "a rank")
    case .gradeMark: Text("等级", "a grade")
    case .unitStated: Text("数后的单位", "the unit behind the number")
    case .nounAsUnit: Text("无量词,以名词为单位", "without a classifier the noun is the unit")
    case .unitOfKind: Text("单位由数的种类而定", "the kind of number has its unit")
    case .percentagePoints: Text("百分点是变动量", "percentage points are a change")
    case .timesGrown: Text("增长若干倍", "grown by so many times")
    case .timesAsMuch: Text("是原来的若干倍", "so many times as much")
    case .netChange: Text("“净”字表示变动量", "net makes it a change")
    case .riseWord: Text("表示上升的词", "a word of rising")
    case .fallWord: Text("表示下降的词,取负值", "a word of falling; the value is negative")
    case .nameSaysGrowth: Text("名称本身是增速", "the name itself is a rate of growth")
    case .asBefore: Text("与同句前一个百分数相同", "as the percentage before it in the clause")
    case .nameSaysRate: Text("名称本身是比率", "the name itself is a rate")
    case .knownRate: Text("已知指标,是比率", "a known indicator that is a rate")
    case .knownGrowth: Text("已知指标,以增速计", "a known indicator stated as growth")
    case .percentOfWhole: Text("其他百分数是占比", "any other percentage is a share")
    case .plainAmount: Text("数量", "an amount")
    case .range: Text("写明了上下限", "both ends are stated")
    case .wordBefore: Text("数前的限定词", "a bounding word before the number")
    case .wordBehind: Text("数后的限定词", "a bounding word behind the number")
    case .wordInside: Text("数中的“余、多”等字", "a bounding word inside the number")
    case .closesSeries: Text("句末限定词管整个并列", "the closing word holds for the whole list")
    case .noBound: Text("没有限定词", "no bounding word")
    case .originOfChange: Text("变动的起点", "where a change began")
    case .onceFinished: Text("建成以后才有", "what will be once it is finished")
    case .projectSize: Text("未完工项目的规模", "the size of an unfinished project")
    case .setForTheYear: Text("表示要做到的词", "a word of setting out to do")
    case .underPlanHeading: Text("位于部署工作的部分", "in the part that sets out work")
    case .yearAhead: Text("所述年份在报告当年或以后", "the year is the report's or later")
    case .forecastWord: Text("表示预计的词", "a word of forecast")
    case .reported: Text("陈述已发生的事", "told as having happened")
    case .timeWord: Text("时间词", "a time word")
    case .yearOfHeading: Text("标题所指年份", "the year of the heading")
    case .endOfSpan: Text("多年之末的状况", "the state at the end of the years")
    case .asFigureBefore: Text("与前一个数字同期", "the same period as the figure before")
    case .notDated: Text("没有写明时间", "no time is stated")
    }
  }
}
