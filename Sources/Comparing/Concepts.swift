// What counts as the same thing, what as the same thing measured otherwise. All of it is data.

/// Words that tell indicators apart or group them.
enum Concepts {
  /// Indicators that follow each other when a definition changes, by their ids in the lexicon.
  ///
  /// 登记失业率 gave way to 调查失业率, 纯收入 to 可支配收入 with the household survey of 2013.
  static let families: [(name: String, ids: Set<String>)] = [
    (
      "unemployment",
      ["urban-registered-unemployment", "urban-surveyed-unemployment", "unemployment"]
    ),
    ("rural-income", ["rural-net-income", "rural-disposable-income"]),
    ("budget-revenue", ["general-budget-revenue", "fiscal-revenue"]),
    ("good-air", ["good-air-days", "good-air-share"]),
    ("energy", ["energy-intensity"]),
    ("jobs", ["urban-new-jobs"]),
    ("reemployment", ["laid-off-reemployment"]),
  ]

  /// Wordings that the lexicon does not name, by the family they belong to.
  static let familyWordings: [String: String] = [
    "新增就业": "jobs", "新增就业人数": "jobs", "新增就业岗位": "jobs", "新增就业人员": "jobs",
    "新增城镇就业岗位": "jobs", "城镇新增就业岗位": "jobs",
  ]

  /// Families of everything that ends so.
  static let familyEndings: [(ending: String, family: String)] = [
    ("再就业", "reemployment")
  ]

  /// Words in a name that narrow or widen what is counted; for all indicators.
  static let scopes = [
    "全口径", "区属", "市属", "县属", "省属", "区本级", "市本级", "县本级", "旗本级", "省本级", "本级",
    "中央", "国家级", "省级", "市级", "自治区级", "小巨人", "本外币", "人民币",
  ]

  /// The same for single indicators.
  static let ownScopes: [String: [String]] = [
    "fixed-asset-investment": ["500万元以上", "50万元以上", "全社会", "城镇", "农村", "不含农户"],
    "industrial-value-added": ["规模以上", "规上", "规模", "全部"],
    "industrial-output": ["规模以上", "规上", "全部"],
    "retail-sales": ["限额以上", "限上"],
    "online-retail": ["农村"],
    "urbanisation-rate": ["户籍"],
    "population": ["户籍", "常住"],
    "infrastructure-investment": ["交通", "市政"],
    "rd-spending": ["企业"],
    "emerging-value-added": ["工业"],
    "high-tech-value-added": ["制造业"],
    "inclusive-kindergartens": [],
  ]

  /// Scopes that mean the same.
  static let sameScope = ["规上": "规模以上", "规模": "规模以上", "限上": "限额以上", "本级": "区本级"]

  /// One name for two indicators: 城乡 means both the urban and the rural one.
  static let both: [(names: Set<String>, ids: [String])] = [
    (
      [
        "城乡居民可支配收入", "城乡居民人均可支配收入", "城乡居民收入", "城乡居民人均收入",
        "城乡常住居民人均可支配收入",
      ],
      ["urban-disposable-income", "rural-disposable-income"]
    )
  ]

  /// Wordings that stand for a known indicator though the lexicon does not list them.
  static let knownAs: [String: String] = [
    "居民收入": "resident-income", "城镇人均可支配收入": "urban-disposable-income",
    "物价": "cpi", "物价总水平": "cpi", "价格总水平": "cpi", "居民消费价格涨幅": "cpi",
    "消费价格": "cpi",
  ]

  /// Indicators whose printed growth is that of the printed amounts: one follows from the other.
  ///
  /// Not among them: GDP and value added (growth is at constant prices, amounts at current
  /// ones) and investment (the base of its growth is revised).
  static let nominal: Set<String> = [
    "retail-sales", "general-budget-revenue", "fiscal-revenue", "tax-revenue",
    "general-budget-expenditure", "tourists", "tourism-revenue", "foreign-trade", "exports",
    "urban-new-jobs", "deposits", "loans", "urban-disposable-income", "rural-disposable-income",
    "rural-net-income", "resident-income",
  ]

  /// Parts of names of what should stay low.
  static let ceilings = [
    "失业率", "能耗", "浓度", "排放", "死亡", "赤字", "负债", "债务率", "发病率", "成本", "物价", "价格", "发生率",
  ]

  /// Words before a name that do not change what it means.
  static let leads = [
    "全自治区", "全国", "全省", "全市", "全区", "全县", "全旗", "全州", "全盟", "我国", "我省", "我市", "我区",
    "我县", "我旗", "本市", "本区", "年末", "年底", "全年", "年度", "年内", "预计", "累计", "地方", "力争",
    "确保", "实现", "抓好", "加快", "推进", "做好", "继续", "新的", "集中",
  ]
  /// Verbs of having done it.
  static let makes = ["新建成", "新建", "建成", "建设", "完成了", "完成", "实施了", "实施", "打造"]
  /// Verbs of having begun it; a beginning keeps no promise of an end.
  static let begins = ["开工建设", "启动", "开工", "筹建"]
  /// Words after a name that do not change what it means.
  static let tails = ["建设任务", "任务", "工程", "项目", "工作", "建设", "实现", "等", "的"]
  /// Words after a name that say growth is measured.
  static let growths = ["增长速度", "增长率", "增速", "增幅", "涨幅"]

  /// Wordings that name nothing by themselves.
  static let generic: Set<String> = [
    "投资", "总投资", "投资额", "完成投资", "累计投资", "资金", "项目", "重点项目", "工程", "建设", "收入", "产值",
    "平均", "人均", "面积", "规模", "重点工程", "道路", "道路工程", "改造", "任务", "投入", "支出", "其中", "总量",
    "年均", "增加值", "贷款", "补贴", "比重", "占比", "主干道", "工业", "农业", "服务业", "第三产业", "主干道路",
    "次干道路", "主次干道", "城区道路", "供水管网", "供热管网", "主管网", "市民广场", "住宅楼",
  ]
}
