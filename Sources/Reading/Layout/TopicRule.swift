/// Tells whether a text goes on about what a short sentence before it names.
///
/// `千方百计扩大就业。` is the heading of what follows when that is about 就业, and a task of its
/// own otherwise.
struct TopicRule {
  /// The passage that the title stands in, and where.
  let passage: Passage
  let title: Range<Int>

  // 12: headings told like sentences are slogans; longer ones are tasks.
  private static let titleMax = 12
  // 60: the first clauses show what a paragraph is about.
  private static let headMax = 60

  /// Whether the text at `start` explains the title (`这是…`) or holds a pair of its characters
  /// that is not said of everything.
  func goesOn(in text: Passage, from start: Int) -> Bool {
    guard mayHead else { return false }
    if text.scalar(start) == 0x8FD9 { return true }  // 这
    let head = start..<min(text.count, start + Self.headMax)
    return title.dropLast().contains { index in
      guard !passage.starts(Self.general, at: index) else { return false }
      let first = passage.text[index]
      let second = passage.text[index + 1]
      return head.dropLast().contains { text.text[$0] == first && text.text[$0 + 1] == second }
    }
  }

  /// Whether the sentence can be a heading at all.
  var mayHead: Bool { title.count <= Self.titleMax && !isTask }

  /// `要认真…`, `继续…`: what is to be done, never the name of a part.
  private var isTask: Bool {
    passage.contains(Self.orders, in: title)
      || passage.starts(Self.tasks, at: title.lowerBound)
      || title.contains { passage.text[$0].isDigit }
  }

  private static let orders: Phrases = ["要", "继续", "必须"]
  private static let tasks: Phrases = [
    "健全", "办好", "支持", "鼓励", "维护", "建立", "推广", "探索", "规范", "落实", "发挥", "做好", "制定", "推行", "改善", "推动",
    "完善", "启动", "开展", "合理", "依法", "引导", "帮助", "及时",
  ]

  private static let general: Phrases = [
    "发展", "建设", "改革", "推进", "加快", "加强", "完善", "坚持", "实施", "提高", "提升", "促进", "工作", "政策", "体系", "制度",
    "机制", "经济", "社会", "管理", "服务", "水平", "能力", "全面", "深化", "深入", "推动", "积极", "大力", "进一", "一步", "健全",
    "强化", "扩大", "优化", "有效", "切实", "创新", "落实", "扎实", "持续", "重点", "支持", "保障", "企业", "项目", "产业", "质量",
    "工程", "行动", "加大", "力度", "市场", "做好", "环境", "力量", "构建", "开展", "着力", "统筹", "打造", "培育", "特色", "安全",
    "治理", "监管", "长效", "风险", "聚焦", "突破", "围绕", "巩固",
  ]
}
