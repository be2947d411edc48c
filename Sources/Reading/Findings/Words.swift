/// Words looked for in the short stretches of text around figures, in UTF-8.
enum Words {
  /// Whether `word` stands in `text`.
  static func holds(_ text: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard let first = word.first, text.count >= word.count else { return false }
    for start in text.startIndex...(text.endIndex - word.count)
    where text[start] == first && matches(text, start, word) {
      return true
    }
    return false
  }

  /// Whether any of `words` stands in `text`.
  static func holdsAny(_ text: ArraySlice<UInt8>, _ words: [[UInt8]]) -> Bool {
    words.contains { holds(text, $0) }
  }

  static func matches(_ text: ArraySlice<UInt8>, _ start: Int, _ word: [UInt8]) -> Bool {
    guard start >= text.startIndex, start + word.count <= text.endIndex else { return false }
    for (offset, byte) in word.enumerated() where text[start + offset] != byte { return false }
    return true
  }

  /// Where a run of nothing but `words` and ASCII digits, from the start of `text`, ends.
  static func run(_ text: ArraySlice<UInt8>, _ words: [[UInt8]], digits: Bool = true) -> Int {
    var index = text.startIndex
    while index < text.endIndex {
      if digits, 0x30...0x39 ~= text[index] || text[index] == 0x20 {
        index += 1
      } else {
        var longest = 0
        for word in words where word.count > longest && matches(text, index, word) {
          longest = word.count
        }
        guard longest > 0 else { return index }
        index += longest
      }
    }
    return index
  }

  /// Blank-separated words, longest first, so that the first match is the longest.
  static func list(_ words: String) -> [[UInt8]] {
    words.utf8.split(separator: 0x20).map(Array.init).sorted { $0.count > $1.count }
  }

  static let from = list("由 从")
  static let time = list(
    "年 月 末 底 初 的 原来 去年 上年 前年 今年 现在 目前 人均 月均 每人 每年 每月 每户 约 近 了 个 左右 以上 多 余 期")
  static let risen = list(
    "增加到 增加至 上升到 上升至 提高到 提高至 增长到 增长至 扩大到 扩大至 提升到 提升至 提升为 升到 升至 增至 增加为 提高为 攀升至 发展到 "
      + "壮大到 拓展到 扩展到 上调到 上调至")
  static let fallen = list(
    "下降到 下降至 下降为 减少到 减少至 减少为 降到 降至 降为 降低到 降低至 压减到 压减至 压缩到 压缩至 缩小到 缩小至 缩短到 缩短至 "
      + "精简到 精简至 精简为 回落到 回落至 收窄到 收窄至 下调到 下调至 减至 缩减到 缩减至")
  static let link = list("， 、 , ( （ 左右 以上 累计 共 净 了 为 达 达到 约 近 超 超过 ： :")
  static let changed = list(
    "增长 增加 上升 提高 扩大 提升 下降 减少 降低 降 升 增 压减 压缩 缩小 缩短 精简 缩减 回落 收窄 增幅 降幅 幅度 翻 是 的 年 五年 两年 三年")
  static let yearly = list("年均 年平均 平均每年 每年平均 年均递增 年递增")
  static let onYear = list("同比 比上年 较上年 比去年 较去年 上年 去年")
  static let other = list("同口径 可比 不变价 实际 剔除 扣除 考核 环比 其中 快于 高于 低于 任务 计划 目标")
  static let among = Array("其中".utf8)
}
