/// A hazard found on a visit.
struct Hazard: Sendable {
  let kind: String
  let isMajor: Bool
  var isFixed: Bool

  var grade: String { isMajor ? "major" : "general" }

  var fixed: Hazard { Hazard(kind: kind, isMajor: isMajor, isFixed: true) }
}

/// What comes of a visit.
enum VisitOutcome: Sendable {
  case shut
  case refused
  case passed
  case hazards([Hazard])

  /// What was found; nothing where nobody came in.
  var hazards: [Hazard] {
    if case .hazards(let hazards) = self { hazards } else { [] }
  }

  /// Whether somebody came in.
  var isInspection: Bool {
    switch self {
    case .shut, .refused: false
    case .passed, .hazards: true
    }
  }

  /// 6 % shut, 1 % refused; hazards at 22 % of the doors that open.
  init(_ draw: inout Draw) {
    switch draw.below(100) {
    case 0..<6: self = .shut
    case 6: self = .refused
    default:
      guard draw.chance(22, of: 100) else {
        self = .passed
        return
      }
      let count = 1 + draw.index(ofWeights: [60, 28, 12])
      self = .hazards((0..<count).map { _ in Hazard(&draw) })
    }
  }
}

extension Hazard {
  /// General ones can often be put right at once; major ones (one in twenty) cannot.
  fileprivate init(_ draw: inout Draw) {
    let isMajor = draw.chance(1, of: 20)
    let kinds = ShopForms.hazardKinds
    self.init(
      kind: kinds[draw.index(ofWeights: ShopForms.hazardWeights)], isMajor: isMajor,
      isFixed: !isMajor && draw.chance(1, of: 3))
  }
}
