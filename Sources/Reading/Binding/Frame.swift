/// What the headings above a passage say about it.
struct Frame {
  /// Whether the part of the text looks back or sets out what is to be done.
  enum Mode {
    case open
    case past
    case plan
  }

  var mode: Mode = .open
  /// The years of the heading.
  var period: Period?
  /// The run of years that the heading names, also beside a single one: what 年均 runs over.
  var years: Period?
  var path: [String] = []
  var reportYear: Int?
}

/// A figure before its places are turned into text offsets of the document.
struct Draft {
  var amount: Amount
  var name: String
  var form: Form
  var isNegative: Bool
  var standing: Standing
  var period: Period?
  /// The clause it stands in, and the part of it that is about this amount.
  var clause: Range<Int>
  var part: Range<Int>
  /// How many amounts the clause holds.
  var companions: Int
  /// One of several things counted in the clause: `建设5所学校、8个公园`.
  var isItem = false
  var causes: Causes

  /// What decided the fields that the amount itself does not tell.
  struct Causes {
    let name: Rule
    let form: Cause
    let standing: Cause
    let period: Cause
  }
}
