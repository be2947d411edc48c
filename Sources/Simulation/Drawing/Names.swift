/// Made-up names; any likeness is chance.
enum Names {
  private static let surnames = Array(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
  ).map { String($0) }
  private static let given = Array(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文云志国梅鹏飞宁雪晨佳欣然"
  ).map { String($0) }
  private static let shopFronts = [
    "同福", "万家", "顺达", "老槐树", "福来", "金穗", "鑫源", "百味", "常来", "好又近", "晋味", "兴旺", "瑞丰",
    "东街", "云中", "小城", "乐享", "惠邻", "佳美", "宏达", "北岳", "平价", "春风", "三合",
  ]

  static func person(_ draw: inout Draw) -> String {
    let name = draw.one(of: surnames) + draw.one(of: given)
    return draw.chance(3, of: 4) ? name + draw.one(of: given) : name
  }

  /// A shop's name, marked as made up, because a shop of that name may well exist.
  static func shop(_ kind: String, _ draw: inout Draw) -> String {
    draw.one(of: shopFronts) + kind + "（演示）"
  }
}
