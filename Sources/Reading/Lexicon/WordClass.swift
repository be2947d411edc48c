/// What a word does in a sentence; one word can have several classes.
///
/// The names in `named` are the section names of the lexicon file.
struct WordClass: OptionSet, Sendable, Hashable {
  let rawValue: UInt64

  static let unit = WordClass(rawValue: 1 << 0)
  static let counter = WordClass(rawValue: 1 << 1)
  static let nounUnit = WordClass(rawValue: 1 << 2)
  static let rise = WordClass(rawValue: 1 << 3)
  static let fall = WordClass(rawValue: 1 << 4)
  static let reach = WordClass(rawValue: 1 << 5)
  static let state = WordClass(rawValue: 1 << 6)
  static let adverb = WordClass(rawValue: 1 << 7)
  static let overGt = WordClass(rawValue: 1 << 8)
  static let overGe = WordClass(rawValue: 1 << 9)
  static let belowLe = WordClass(rawValue: 1 << 10)
  static let belowLt = WordClass(rawValue: 1 << 11)
  static let around = WordClass(rawValue: 1 << 12)
  static let afterGe = WordClass(rawValue: 1 << 13)
  static let afterLe = WordClass(rawValue: 1 << 14)
  static let afterAbout = WordClass(rawValue: 1 << 15)
  static let lead = WordClass(rawValue: 1 << 16)
  static let cut = WordClass(rawValue: 1 << 17)
  static let measure = WordClass(rawValue: 1 << 18)
  static let attribute = WordClass(rawValue: 1 << 19)
  static let nounStop = WordClass(rawValue: 1 << 20)
  static let action = WordClass(rawValue: 1 << 21)
  static let aim = WordClass(rawValue: 1 << 22)
  static let plan = WordClass(rawValue: 1 << 23)
  static let forecast = WordClass(rawValue: 1 << 24)
  static let headPast = WordClass(rawValue: 1 << 25)
  static let headPlan = WordClass(rawValue: 1 << 26)
  static let rate = WordClass(rawValue: 1 << 27)
  static let share = WordClass(rawValue: 1 << 28)
  static let unfinished = WordClass(rawValue: 1 << 29)
  static let finished = WordClass(rawValue: 1 << 30)
  static let field = WordClass(rawValue: 1 << 31)
  static let slogan = WordClass(rawValue: 1 << 32)
  static let size = WordClass(rawValue: 1 << 33)
  static let quantity = WordClass(rawValue: 1 << 34)
  static let move = WordClass(rawValue: 1 << 35)
  static let trend = WordClass(rawValue: 1 << 36)
  static let relation = WordClass(rawValue: 1 << 37)
  static let reference = WordClass(rawValue: 1 << 38)
  static let indicator = WordClass(rawValue: 1 << 40)
  static let shield = WordClass(rawValue: 1 << 41)
  static let general = WordClass(rawValue: 1 << 42)
  static let remark = WordClass(rawValue: 1 << 43)
  static let net = WordClass(rawValue: 1 << 44)
  static let project = WordClass(rawValue: 1 << 45)
  static let thisYear = WordClass(rawValue: 1 << 46)
  static let lastYear = WordClass(rawValue: 1 << 47)
  static let nextYear = WordClass(rawValue: 1 << 48)
  static let present = WordClass(rawValue: 1 << 49)
  static let years = WordClass(rawValue: 1 << 50)
  static let completion = WordClass(rawValue: 1 << 51)
  static let curb = WordClass(rawValue: 1 << 52)
  static let flow = WordClass(rawValue: 1 << 53)

  static let headAny = WordClass(rawValue: 1 << 54)

  static let verdict = WordClass(rawValue: 1 << 55)

  static let deed = WordClass(rawValue: 1 << 56)
  static let deedless = WordClass(rawValue: 1 << 57)
  static let circumstance = WordClass(rawValue: 1 << 58)
  static let fact = WordClass(rawValue: 1 << 59)
  static let guidance = WordClass(rawValue: 1 << 60)
  static let watchword = WordClass(rawValue: 1 << 61)

  static let named: [(name: String, value: WordClass)] = [
    ("unit", .unit), ("counter", [.unit, .counter]), ("noun-unit", .nounUnit),
    ("rise", .rise), ("fall", .fall), ("reach", .reach), ("state", [.reach, .state]),
    ("adverb", .adverb), ("over-gt", .overGt), ("over-ge", .overGe), ("below-le", .belowLe),
    ("below-lt", .belowLt), ("around", .around), ("after-ge", .afterGe), ("after-le", .afterLe),
    ("after-about", .afterAbout), ("lead", .lead), ("cut", .cut), ("measure", .measure),
    ("attribute", .attribute), ("noun-stop", .nounStop), ("action", .action), ("aim", .aim),
    ("plan", .plan), ("forecast", .forecast), ("heading-past", .headPast),
    ("heading-plan", .headPlan), ("rate", .rate), ("share", .share),
    ("unfinished", .unfinished), ("finished", .finished), ("field", .field),
    ("slogan", .slogan), ("size", .size), ("quantity", .quantity), ("move", .move),
    ("trend", .trend), ("relation", .relation), ("reference", .reference), ("shield", .shield),
    ("general", .general), ("remark", .remark), ("net", .net),
    ("project", .project), ("this-year", .thisYear), ("last-year", .lastYear),
    ("next-year", .nextYear), ("present", .present), ("years", .years), ("curb", .curb),
    ("flow", .flow), ("heading-any", .headAny), ("verdict", .verdict), ("completion", .completion),
    ("deed", .deed), ("no-deed", .deedless), ("circumstance", .circumstance),
    ("fact", .fact), ("guidance", .guidance), ("watchword", .watchword),
  ]

  /// Words at the end of a subject that say what it does, not what it is.
  static let trailing: WordClass = [
    .rise, .fall, .reach, .state, .adverb, .overGt, .overGe, .belowLe, .belowLt, .around,
    .forecast, .aim, .plan,
  ]
  /// Words that rules look for in whole clauses and seldom find.
  static let cues: WordClass = [
    .aim, .plan, .forecast, .completion, .unfinished, .finished, .relation, .reference, .curb,
    .move, .net, .verdict, .remark, .circumstance, .guidance,
    .watchword,
  ]
  /// Words that are asked for only where a clause begins; they have a tree of their own.
  static let openers: WordClass = [.deed, .deedless, .fact]
  static let comparing: WordClass = [.overGt, .overGe, .belowLe, .belowLt, .around]
  static let closing: WordClass = [.afterGe, .afterLe, .afterAbout]
  static let time: WordClass = [.thisYear, .lastYear, .nextYear, .present, .years]
}
