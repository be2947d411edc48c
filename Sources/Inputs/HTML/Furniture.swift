/// Decides which lines of a page are its text.
///
/// Prose always stays, wherever it stands: a line of 40 characters and more with a full stop that
/// is not one long link. What stays of the rest is what is neither a menu nor known furniture.
enum Furniture {
  // 40: menus and captions are shorter; sentences of reports are longer.
  private static let proseMin = 40
  // 80: a line of furniture is at most so long.
  private static let furnitureMax = 80

  static func kept(_ lines: [LineBuilder.Line]) -> [LineBuilder.Line] {
    let hasProse = lines.contains(where: isProse)
    return lines.filter { line in
      if isProse(line) { return true }
      let text = String(decoding: line.bytes, as: UTF8.self)
      if line.count <= furnitureMax, isKnown(text) { return false }
      // A page without any prose may be a list or a table: only known furniture goes.
      guard hasProse else { return true }
      if line.isSuspect { return false }
      // Mostly links: a menu, or the neighbours of the page.
      return line.linked * 2 <= line.count || line.isHeading
    }
  }

  private static func isProse(_ line: LineBuilder.Line) -> Bool {
    line.count >= proseMin && line.hasStop && (line.linked * 2 <= line.count || line.count > 120)
  }

  private static func isKnown(_ text: String) -> Bool {
    let bare = String(text.unicodeScalars.filter { !trimmed.contains($0) })
    if bare.isEmpty { return true }
    if whole.contains(bare) { return true }
    if starts.contains(where: { bare.hasPrefix($0) }) { return true }
    return parts.contains { bare.contains($0) }
  }

  /// Left out before a line is compared.
  private static let trimmed: Set<Unicode.Scalar> = [
    " ", "\t", "\u{3000}", "【", "】", "[", "]", "|", "｜", "(", ")", "（", "）", ">", "»", "+", "-",
    "：", ":", "/", "·", "•", "<", "《", "》", "、",
  ]

  /// A line that is nothing else.
  private static let whole: Set<String> = [
    "打印", "打印本页", "打印页面", "我要打印", "关闭", "关闭窗口", "关闭本页", "打印关闭", "下载", "文件下载",
    "附件下载", "分享", "分享到", "收藏", "加入收藏", "设为首页", "首页", "返回", "返回顶部", "返回首页", "返回列表",
    "顶部", "字号", "字体", "大中小", "大小", "小中大", "大", "中", "小", "字号大中小", "字体大中小", "微信", "微博",
    "QQ", "QQ空间", "新浪微博", "腾讯微博", "搜索", "登录", "注册", "更多", "无障碍", "无障碍阅读", "长者模式",
    "适老化", "手机版", "简体", "繁体", "简体繁体", "English", "下载打印字号", "下载打印", "打印下载", "语音播报",
    "网站地图", "联系我们", "关于我们", "纠错", "我要纠错", "朗读", "政务公开", "扫一扫", "点赞", "责任编辑",
    "保存本页", "打印此页", "复制链接", "目录", "相关文档", "相关附件", "相关链接", "友情链接", "字号默认大超大",
    "默认大超大", "打印保存", "保存", "邮箱", "微信公众号", "智能问答", "政务服务", "互动交流", "信息公开",
  ]

  /// A line that begins so.
  private static let starts = [
    "您现在的位置", "您当前的位置", "您所在的位置", "您的位置", "当前位置", "当前所在位置", "你现在的位置", "您现在所在",
    "所在位置", "现在位置", "上一篇", "下一篇", "上一条", "下一条", "字号", "字体大", "字体小", "浏览次数", "浏览量",
    "点击数", "点击量", "点击次数", "阅读次数", "阅读量", "访问量", "访问次数", "发布时间", "发布日期", "发布机构",
    "发稿时间", "信息来源", "文章来源", "来源", "稿件来源", "责任编辑", "网站标识码", "版权所有", "主办单位", "主办",
    "承办单位", "技术支持", "扫一扫", "扫描二维码", "打开微信", "分享到", "分享至", "建议使用", "推荐使用", "网站支持IPv6",
    "本网站支持", "您是第", "站点地图", "Copyright", "copyright", "©", "时间20", "日期20", "索引号", "保护视力色",
    "视力保护色", "背景色", "联系电话", "首页政务公开", "首页信息公开", "首页政府信息公开", "首页政府工作报告",
  ]

  /// A line that has one of these.
  private static let parts = [
    "ICP备", "公网安备", "网安备", "网站标识码", "版权所有", "政府网站找错", "浏览次数", "点击数", "阅读次数",
    "【打印】", "打印本页", "关闭窗口", "分享到", "用微信扫", "微信扫一扫",
  ]
}
