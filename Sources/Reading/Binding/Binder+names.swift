/// The names that the binder gives to amounts.
extension Binder {
  mutating func name(
    _ part: Part, _ body: Range<Int>, _ amount: Amount, _ next: Clause?
  ) -> String {
    var left = namer.stripHead(namer.beforeOrigin(body))
    var right = namer.noun(part.right)
    if part.isShared {
      let measure = namer.measureLength(right)
      if measure < right.count { right = right.lowerBound..<right.upperBound - measure }
      // `75家企业年销售收入`
      if right.count > 2, passage.text[right.upperBound - 1] == 0x5E74,
        !passage.ends(Self.wholeYears, before: right.upperBound)
      {
        right = right.lowerBound..<right.upperBound - 1
      }
    }
    if amount.isPercent, let name = percentName(part, left, right, amount) { return name }
    if saysNothing(part, left, right, amount) { right = right.lowerBound..<right.lowerBound }
    // `是“十四五”的2倍`, `比全省高1万元`: the sentence speaks of the same thing.
    if right.isEmpty, isSubjectFresh, isCompared(part, left, amount) { return subject }
    if amount.kind == .rank, isSubjectFresh, passage.scalar(left.upperBound - 1) == 0x4E2D,
      drafts.last?.clause.contains(part.left.lowerBound) == true
    {
      return subject  // 在全省181个县中
    }
    if let deed = deed(part, left, amount) { return deed }
    right = namer.placed(part, right, amount)
    if right.isEmpty, let noun = amount.noun { right = noun }
    if amount.unit.reads("次"), right.isEmpty || left.isEmpty {
      right = namer.untilBreak(
        part.right.lowerBound..<min(part.right.upperBound, part.right.lowerBound + 14))
    }
    if amount.unit.reads("年"), let name = yearsName(part, left) { return name }
    if !right.isEmpty {
      if part.isContinued, amount.isCounter { left = left.upperBound..<left.upperBound }
      return counted(part, left, right, amount)
    }
    // `年度计划完成投资`: a bare measure word keeps what was taken for time or manner.
    if namer.isWord(left, [.attribute, .measure, .size]), left.lowerBound > body.lowerBound {
      let whole = namer.stripLead(body)
      let taken = namer.stripTail(whole.lowerBound..<max(whole.lowerBound, left.lowerBound)).0
      if !taken.isEmpty, whole.count <= 24 { return passage.string(whole) }
    }
    if left.isEmpty { return carried(part, amount) }
    if amount.isCounter || amount.unit.ends(with: "户") || amount.unit.ends(with: "人"),
      namer.isWord(left, .action), let last = amount.unit.last, last == "户" || last == "人"
    {
      return (isSubjectFresh && subject.count <= 12 ? subject : "") + passage.string(left)
        + String(last) + "数"
    }
    if amount.isCounter, let kind = kind(left) { return kind }
    let isAlike = amount.unit == drafts.last?.amount.unit && passage.reads(Self.stages, left)
    if isAlike || (amount.isCounter && drafts.last?.amount.isCounter == true),
      let name = again(left)
    {
      return name
    }
    return measured(left, part.right.isEmpty && !isSubjectFresh ? next : nil)
  }

  /// Whether the part only compares what was named before it.
  private func isCompared(_ part: Part, _ left: Range<Int>, _ amount: Amount) -> Bool {
    guard let first = part.left.first(where: { !passage.text[$0].isBlank }) else { return false }
    if amount.unit.reads("倍"), passage.text[first] == 0x662F {  // 是
      return passage.ends("的", before: part.left.upperBound)
    }
    // `为年度预算的103%`
    let isPlanned = ["预算的", "预算数的", "计划的", "目标的", "任务的"].contains {
      passage.ends($0, before: part.left.upperBound)
    }
    if amount.isPercent, isPlanned, left.count <= 8,
      [0x4E3A, 0x662F, 0x5360].contains(passage.text[first])
    {
      return true  // 为是占
    }
    let opens = [0x6BD4, 0x8F83, 0x9AD8, 0x4F4E].contains(passage.text[first])  // 比较高低
    return opens && namer.isWord(left, .field)
  }

  /// `完成改造9所`: what is done now to those counted before.
  private func again(_ left: Range<Int>) -> String? {
    guard isSubjectFresh, let last = drafts.last, last.name == subject,
      namer.isWord(left, [.action, .finished])
    else { return nil }
    let noun = namer.withoutAction(subject)
    return noun.count < 2 || noun == subject || noun.contains(passage.string(left))
      ? nil : passage.string(left) + noun
  }

  /// A name from what those counted do, or what is done to them.
  private func deed(_ part: Part, _ left: Range<Int>, _ amount: Amount) -> String? {
    // `对深石山区的3000户实施搬迁`: what is done to those counted names the figure.
    let deed = namer.deed(part.right)
    let unit = amount.unit
    if !deed.isEmpty, amount.isCounter || unit.ends(with: "人") || unit.ends(with: "户"),
      passage.ends("的", before: part.left.upperBound) || part.left.isEmpty
    {
      return passage.string(deed)
    }
    // `840人领取养老金`: what those counted do, where no noun says who they are.
    if left.isEmpty, amount.noun == nil, unit.ends(with: "人") || unit.ends(with: "户"),
      namer.noun(part.right).isEmpty
    {
      let does = namer.untilBreak(part.right.prefix(12))
      if does.count >= 2, does.count < 12, !namer.startsWith(does, [.rise, .fall, .state, .reach]) {
        return passage.string(does)
      }
    }
    // `2万余居民喜迁新居`: what they do tells them from others.
    if let noun = amount.noun, !part.right.isEmpty, passage.scalar(part.right.lowerBound) != 0x7684,
      left.isEmpty
    {
      let does = namer.untilBreak(part.right.prefix(10))
      if does.count >= 2, does.count < 8 { return passage.string(does) + passage.string(noun) }
    }
    return nil
  }

  /// `试点扩大到全国40%的县`, `产量稳定在全国1/4`: what the share is of stands behind its subject.
  private func placedShare(
    _ part: Part, _ right: Range<Int>, _ amount: Amount
  ) -> String? {
    let left = part.left
    guard amount.isPercent, amount.kind == .plain,
      let field = namer.lexicon.backward.longest(
        passage.text, before: left.upperBound, floor: left.lowerBound, mask: .field)
    else { return nil }
    let rest = left.lowerBound..<left.upperBound - field.length
    let (owner, predicate) = namer.stripTail(rest)
    guard predicate.nearestLength > 0 || rest.isEmpty else { return nil }
    let own = passage.string(namer.stripHead(owner))
    let isOf = passage.scalar(part.right.lowerBound) == 0x7684 && !right.isEmpty
    if isOf { return own.isEmpty ? nil : own + passage.string(right) }
    guard part.right.isEmpty, !own.isEmpty || isSubjectFresh else { return nil }
    let whole = passage.string(left.upperBound - field.length..<left.upperBound)
    return (own.isEmpty ? subject : own) + "占" + whole + "比重"
  }

  /// The kind that examples stand for, with what is done to it.
  private func kind(_ left: Range<Int>) -> String? {
    // `开通甲、乙等国际航线10条`: the examples go, the kind stays.
    guard let mark = left.last(where: { passage.text[$0] == 0x7B49 }),
      left.upperBound - mark > 4, passage.scalar(mark + 1) != 0x7EA7,
      left.prefix(mark - left.lowerBound).contains(where: { passage.text[$0] == 0x3001 })
    else { return nil }
    return passage.string(namer.action(of: left)) + passage.string(mark + 1..<left.upperBound)
  }

  /// What else the clause says, where nothing names the amount.
  private func remainder(_ part: Part) -> String {
    let right = namer.untilBreak(part.right.prefix(14).startIndex..<part.right.prefix(14).endIndex)
    return passage.string(
      right.isEmpty
        ? namer.untilBreak(part.left.suffix(14).startIndex..<part.left.upperBound) : right)
  }

  // What needs the name of what it is the size of.
  private static let totals: [StaticString] = ["总量", "总数", "数量", "规模", "总规模", "总额"]

  /// A name that stands before the number alone.
  private func measured(_ left: Range<Int>, _ next: Clause?) -> String {
    let own = passage.string(left)
    if let share = namer.shareStart(left) {
      let isRest = share == left.lowerBound || namer.isWord(left.lowerBound..<share, .attribute)
      let whole = own.ends(with: "比重") || own.ends(with: "比例") ? own : own + "比重"
      return isRest ? subject + whole : whole
    }
    guard namer.isWord(left, [.attribute, .size, .measure]) else {
      return namer.withoutPreface(left).map(passage.string) ?? own
    }
    if !isSubjectFresh, let announced, Self.totals.contains(where: { own.reads($0) }) {
      return passage.string(announced) + own
    }
    if let topic { return topic + own }
    // `蔬菜面积达到2万亩，产量达到15万吨`: one measure takes the place of the other.
    if isSubjectFresh, namer.isWord(left, .measure), !own.hasSuffix("投资"),
      let stem = namer.stem(subject), stem.count >= 2
    {
      return stem + own
    }
    if own == "出口" || own == "进口", subject.contains("进出口") { return own }
    let isBare = namer.isMeasure(subject)
    let isOther = own == "投资" && passage.ends("完成", before: left.lowerBound) && !isProject(subject)
    if isSubjectFresh, !isBare, !isOther, !subject.hasSuffix(own), namer.isWord(left, .attribute) {
      return subject + own
    }
    let isSpent = passage.ends("完成", before: left.lowerBound)
    if let next, namer.isWord(left, .size), !isSpent {
      let object = namer.noun(namer.stripLead(next.range))
      if object.count >= 3 { return passage.string(object) + own }
    }
    return isSpent ? "完成" + own : own
  }

  /// Whether a name is that of a project.
  private func isProject(_ name: String) -> Bool {
    ["项目", "工程", "园区", "基地", "改造", "建设"].contains { name.contains($0) }
  }

  /// The noun of `占地9亩、投资3亿元的…` for the amounts before the last.
  func attributed(_ parts: [Part], after index: Int) -> Range<Int>? {
    // `完成3800户、58万平方米危房改造`: both measure the one noun.
    if index + 1 < parts.count, parts[index + 1].left.isEmpty, !parts[index + 1].right.isEmpty,
      namer.isWord(namer.stripHead(parts[index].left), .action)
    {
      return parts[index + 1].right
    }
    // `投资5642万元的日处理80吨污泥焚烧厂`: the size between says more of the same thing.
    if index + 1 < parts.count, parts[index].right.count > 1, parts[index + 1].right.count > 1,
      passage.scalar(parts[index].right.lowerBound) == 0x7684,
      let size = namer.sizeLength(parts[index].right), size + 1 == parts[index].right.count
    {
      return parts[index].right.lowerBound..<parts[index + 1].right.upperBound
    }
    // `总投资9亿元的4个重点项目`, `4所共2万平方米的学校`.
    let own = parts[index].right
    let isBare =
      own.isEmpty || (own.count == 1 && [0x7684, 0x5171].contains(passage.scalar(own.lowerBound)))
    if index + 1 < parts.count, isBare, parts[index + 1].right.count > 1,
      passage.scalar(parts[index + 1].left.upperBound - 1) != 0x3001,
      own.count == 1 || passage.ends("共", before: parts[index + 1].left.upperBound)
    {
      return parts[index + 1].right
    }
    // `使2万户、近7万市民直接受益`: both are told by what they do.
    if index + 1 < parts.count, own.isEmpty, namer.isMark(parts[index + 1].left.lowerBound - 1),
      parts[index + 1].left.isEmpty, namer.stripHead(parts[index].left).isEmpty,
      !parts[index + 1].right.isEmpty
    {
      return parts[index + 1].right
    }
    // `3000户1.2万人实施搬迁`: two counts of the same people.
    if index + 1 < parts.count, own.isEmpty, parts[index + 1].left.isEmpty,
      parts[index].left.count > 1,
      !namer.deed(parts[index + 1].right).isEmpty
    {
      return parts[index + 1].right
    }
    guard index + 1 < parts.count, let last = parts.last,
      passage.scalar(last.right.lowerBound) == 0x7684, last.right.count > 1,
      namer.endsWith(parts[index].left, .size)
    else { return nil }
    return last.right
  }

  /// A name whose noun stands behind the number.
  private mutating func counted(
    _ part: Part, _ left: Range<Int>, _ right: Range<Int>, _ amount: Amount
  ) -> String {
    let isAttributive = namer.attributiveStart(part.right) != nil
    if let size = namer.sizeLength(left) {
      let word = passage.string(left.upperBound - size..<left.upperBound)
      lastSize = word
      let owner = left.lowerBound..<left.upperBound - size
      // `可容纳80人办公的…`: the verb behind the number belongs to the size.
      if !isAttributive, let of = right.first(where: { passage.text[$0] == 0x7684 }) {
        return word + passage.string(right.lowerBound..<of)
      }
      if isAttributive || !amount.isCounter {
        let last = passage.scalar(owner.upperBound - 1)
        let isDone = last == 0x4E86 || last == 0x597D  // 了 好
        let keepsOwner = owner.count <= 8 && !namer.isWord(owner, .action) && !isDone
        // `投入90亿元办好民生实事`: the money is named by what it is for.
        let doing = isAttributive ? right.lowerBound : namer.openingAction(right).upperBound
        let object = doing < right.upperBound ? doing..<right.upperBound : right
        return (keepsOwner ? passage.string(owner) : "") + passage.string(object) + word
      }
    }
    // `投资3亿元的甲项目、2亿元的乙项目`: the size word is said once.
    if left.isEmpty, isAttributive, !amount.isCounter, let lastSize {
      return passage.string(right) + lastSize
    }
    // `实施河道治理、5000亩沙区治理`: the item before has no number and is another thing.
    let isNext = passage.scalar(part.left.upperBound - 1) == 0x3001 && left.count > 2
    let action = isNext ? namer.openingAction(left) : namer.action(of: left)
    var noun = right
    // `甲园等6个项目`: examples name a general noun.
    if noun.count <= 2, action.isEmpty, passage.ends("等", before: left.upperBound) {
      let start = left.last { passage.text[$0] == 0x7684 }.map { $0 + 1 } ?? left.lowerBound
      return passage.string(start..<left.upperBound) + passage.string(noun)
    }
    // A general noun alone says nothing; what it does names the figure.
    if noun.count <= 2, action.isEmpty, amount.comparator != .about, !part.isShared {
      let limit = min(part.right.upperBound, noun.upperBound + 14)
      let rest = noun.lowerBound..<max(noun.upperBound, limit)
      noun = namer.untilBreak(rest)
    }
    return passage.string(action) + passage.string(noun)
  }

  /// The name of a percentage that what stands behind it tells.
  private func percentName(
    _ part: Part, _ left: Range<Int>, _ right: Range<Int>, _ amount: Amount
  ) -> String? {
    let isOf = passage.scalar(part.right.lowerBound) == 0x7684  // 的
    if isOf, left.isEmpty, passage.starts(Self.growths, at: part.right.lowerBound + 1) {
      return "增速"
    }
    if let given = namer.changeByRate(part.right) { return passage.string(given.object) }
    if let aim = namer.growthAimBehind(part.right) { return passage.string(aim) }
    guard amount.kind == .plain else { return nil }
    if let measure = namer.shareBehind(part.right) {
      let owner = namer.withoutVerb(left)
      return passage.string(owner.isEmpty ? left : owner) + passage.string(measure)
    }
    if let share = placedShare(part, right, amount) { return share }
    // `覆盖98%的行政村`: the noun behind 的 says of what the share is.
    let isVerb = namer.isWord(left, .action)
    if isOf, right.count >= 1, left.isEmpty || namer.endsWith(left, .field) || isVerb {
      return (isVerb ? passage.string(left) : "") + passage.string(right)
    }
    return nil
  }

  // What is done next to the same thing: `开工建设住房9万平方米，竣工8万平方米`.
  private static let stages: Phrases = ["续建", "竣工", "建成", "完工", "投产", "交付", "在建", "开工"]
  private static let wholeYears: Phrases = ["当年", "全年", "每年", "今年", "去年", "上年"]
  private static let growths: Phrases = ["增速", "增长速度", "增幅"]

  /// The name of a count of years: 连续12年.
  private func yearsName(_ part: Part, _ left: Range<Int>) -> String? {
    // `连续47年居全国首位`: nothing but the place stands between.
    let behind = namer.untilBreak(part.right.prefix(20))
    if left.count <= 2, isSubjectFresh, namer.isWord(behind, [.state, .reach]) { return subject }
    if namer.isWord(left, .attribute), isSubjectFresh { return subject + passage.string(left) }
    // `连续三年提高标准`: what was done year after year.
    guard left.count <= 2 || namer.isWord(left, .action) else { return nil }
    return passage.string(left) + passage.string(behind)
  }

  /// Whether the noun behind an amount does not name it.
  private func saysNothing(
    _ part: Part, _ left: Range<Int>, _ right: Range<Int>, _ amount: Amount
  ) -> Bool {
    if amount.kind == .rank || amount.kind == .grade || amount.isPercent { return true }
    // `站上5万亿台阶`: the step is no noun that is counted.
    let near = part.right.prefix(6)
    let isRound = amount.unit.ends(with: "亿") || amount.unit.ends(with: "元")
    if isRound, ["台阶", "大关", "关口", "门槛"].contains(where: { passage.contains($0, in: near) }) {
      return true
    }
    return !left.isEmpty && !right.isEmpty && right.count <= 3
      && ["目标", "任务", "水平", "标准", "考验", "突破", "历史"].contains {
        passage.starts($0, at: right.lowerBound)
      }
  }

  /// The name that holds on where the clause names nothing.
  func carried(_ part: Part, _ amount: Amount) -> String {
    // `从全球第11位跃升到第7位`: the place before is of the same thing.
    if amount.kind == .rank, let last = drafts.last, last.form == .rank,
      last.clause.contains(part.left.lowerBound)
    {
      return last.name
    }
    let name = heading ?? subject
    if name.isEmpty, let spoken, part.right.isEmpty { return passage.string(spoken) }
    return name.isEmpty ? remainder(part) : name
  }

  /// `增长5.5%以上，力争6%`: a second aim for the same thing.
  func again(
    _ ruling: FormRule.Ruling, _ body: Range<Int>, _ amount: Amount, _ name: String
  ) -> FormRule.Ruling {
    guard amount.isPercent, body.isEmpty, isSubjectFresh, let last = drafts.last,
      last.name == name, last.amount.isPercent, ruling.form == .share, last.form == .growth
    else { return ruling }
    return FormRule.Ruling(last.form, .asBefore, isNegative: last.isNegative)
  }
}
