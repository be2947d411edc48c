/// Finds the bodies that a text names as responsible: `（责任单位：区教育局）`, `由区住建局牵头`.
struct BodyRule {
  let passage: Passage

  /// A list of bodies behind `责任单位：` and the text it takes up.
  struct Mark {
    /// From the word before the colon to the end of the list.
    let range: Range<Int>
    let bodies: [String]
  }

  /// All lists of the passage, in order.
  func marks() -> [Mark] {
    var found: [Mark] = []
    var index = 0
    while let place = passage.next(.clause, from: index) {
      index = place
      guard passage.text[index] == 0x3A, let word = keyword(before: index) else {
        index += 1
        continue
      }
      let (names, end) = list(from: index + 1)
      let bodies = names.filter { !$0.isEmpty }
      if word.isBody, !bodies.isEmpty {
        found.append(Mark(range: index - word.length..<end, bodies: bodies))
      }
      index = max(end, index + 1)
    }
    return found
  }

  /// The bodies that a statement itself names: `由区民政局会同区财政局…`, `由区住建局牵头`.
  func named(in range: Range<Int>) -> [String] {
    guard let start = passage.first(0x7531, in: range) else { return [] }  // 由
    // 24: the longest pair of bodies before the verb.
    let limit = min(range.upperBound, start + 24)
    guard
      let end = (start + 1..<max(start + 1, limit)).first(where: {
        passage.starts(Self.verbs, at: $0)
      })
    else { return [] }
    let (names, _) = list(from: start + 1, limit: end)
    return names.allSatisfy(isBody) ? names : []
  }

  private static let verbs: Phrases = ["牵头", "负责", "承担", "会同", "主办", "组织实施"]
  private static let keywords: Phrases = [
    "责任单位", "牵头单位", "责任部门", "牵头部门", "配合单位", "配合部门", "主办单位", "协办单位", "承办单位", "实施单位", "主责单位",
    "负责单位", "落实单位", "参与单位",
  ]
  private static let personal: Phrases = [
    "牵头领导", "责任领导", "分管领导", "责任人", "联系人", "负责人", "完成时限",
  ]

  private func keyword(before colon: Int) -> (length: Int, isBody: Bool)? {
    if let length = passage.length(of: Self.keywords, before: colon) { return (length, true) }
    return passage.length(of: Self.personal, before: colon).map { ($0, false) }
  }

  /// The names from `start` to the end of their list, and where it ends.
  private func list(from start: Int, limit: Int? = nil) -> (names: [String], end: Int) {
    var names: [String] = []
    var first = start
    var index = start
    let end = limit ?? passage.count
    while index < end {
      let scalar = passage.text[index]
      if scalar == 0x29 || scalar == 0x3002 || scalar == 0x3B || scalar == 0x5D { break }
      // The word before the next colon opens a list of its own.
      if scalar == 0x3A {
        return (names, first)
      }
      if scalar == 0x3001 || scalar == 0x2C || scalar == 0x20 {
        append(first..<index, &names)
        first = index + 1
      }
      index += 1
    }
    append(first..<index, &names)
    return (names, index)
  }

  private func append(_ range: Range<Int>, _ names: inout [String]) {
    var range = range
    if let last = range.last, passage.text[last] == 0x7B49 {  // 等
      range = range.lowerBound..<last
    }
    // 2 to 24 characters: 教育局; 各街道办事处 and longer names of commissions.
    guard range.count >= 2, range.count <= 24 else { return }
    names.append(passage.string(range))
  }

  private func isBody(_ name: String) -> Bool {
    let ends = [
      "局", "委", "办", "部", "会", "院", "中心", "公司", "集团", "政府", "街道", "镇", "乡", "区", "县", "组", "所",
      "站", "科", "社", "校", "室",
    ]
    return ends.contains { name.hasSuffix($0) }
  }
}
