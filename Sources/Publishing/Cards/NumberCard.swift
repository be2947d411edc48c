package import Quantities

/// A number with everything behind it: what it means, what it covers, and the entries it is the
/// sum of, so that nobody has to take it on trust.
///
/// The texts are in the language of the reader; the numbers are exact.
package struct NumberCard: Sendable, Hashable {
  /// What a measure's value is made of.
  package enum Style: String, Sendable, Hashable {
    /// The sum of what happened in the period.
    case flow
    /// What stands at the end of the period.
    case stock
    /// How many different things were touched.
    case distinct
  }

  /// What is counted and who defined it.
  package struct Definition: Sendable, Hashable {
    /// Programme and measure: `shop-inspection.hazards-open`.
    package let measure: String
    /// The measure's title.
    package let title: String
    /// The programme's title.
    package let programme: String
    /// `shop-inspection@2`.
    package let version: String
    /// What one is called: 处.
    package let countingUnit: String
    package let style: Style
    /// The titles of the actions that move it.
    package let actions: [String]
    /// Whether every movement stands in a public leaf.
    package let isOpen: Bool

    /// Of these parts, taken as they are.
    package init(
      measure: String, title: String, programme: String, version: String, countingUnit: String,
      style: Style, actions: [String], isOpen: Bool
    ) {
      self.measure = measure
      self.title = title
      self.programme = programme
      self.version = version
      self.countingUnit = countingUnit
      self.style = style
      self.actions = actions
      self.isOpen = isOpen
    }
  }

  /// A unit's code and name.
  package struct UnitName: Sendable, Hashable {
    package let code: String
    package let name: String

    /// Of these parts, taken as they are.
    package init(code: String, name: String) {
      self.code = code
      self.name = name
    }
  }

  /// What the number covers.
  package struct Scope: Sendable, Hashable {
    package let unit: UnitName
    package let from: Day
    package let to: Day
    /// The part's stored name and its title, if the card is of one part.
    package let part: UnitName?

    /// Of these parts, taken as they are.
    package init(unit: UnitName, from: Day, to: Day, part: UnitName?) {
      self.unit = unit
      self.from = from
      self.to = to
      self.part = part
    }
  }

  /// The same number for a unit below.
  package struct BreakdownRow: Sendable, Hashable {
    package let unit: UnitName
    package let value: Decimal64

    /// Of these parts, taken as they are.
    package init(unit: UnitName, value: Decimal64) {
      self.unit = unit
      self.value = value
    }
  }

  /// One movement and the entry it belongs to.
  package struct Contribution: Sendable, Hashable {
    package let seq: Int64
    package let day: Day
    package let unit: UnitName
    package let action: String
    package let delta: Decimal64

    /// Of these parts, taken as they are.
    package init(seq: Int64, day: Day, unit: UnitName, action: String, delta: Decimal64) {
      self.seq = seq
      self.day = day
      self.unit = unit
      self.action = action
      self.delta = delta
    }
  }

  /// What units that came or went took along on a day.
  package struct Transfer: Sendable, Hashable {
    package let day: Day
    package let amount: Decimal64

    /// Of these parts, taken as they are.
    package init(day: Day, amount: Decimal64) {
      self.day = day
      self.amount = amount
    }
  }

  /// A page of movements and what all of them come to.
  package struct Contributions: Sendable, Hashable {
    /// Movements on all pages; `nil` if there are more than are gone through for a card.
    package let count: Int64?
    /// Their sum; `nil` if there are more than are gone through for a card.
    package let sum: Decimal64?
    /// Movements that amendments made, in the months covered.
    package let amended: Int64
    /// From 1.
    package let page: Int
    package let rows: [Contribution]

    /// Movements on a page: what an auditor goes through before turning over.
    package static let perPage = 50
    /// Movements that are counted and added up for a card; of more, the first are shown.
    ///
    /// A unit below, a part or a month has less, down to a community's movements in a month.
    package static let countedMax = 20_000

    /// Of these parts, taken as they are.
    package init(
      count: Int64?, sum: Decimal64?, amended: Int64 = 0, page: Int, rows: [Contribution]
    ) {
      self.count = count
      self.sum = sum
      self.amended = amended
      self.page = page
      self.rows = rows
    }

    /// At least 1; `nil` if the movements were not counted.
    package var pageCount: Int? {
      count.map { max(1, (Int($0) + Self.perPage - 1) / Self.perPage) }
    }
  }

  /// The signed state of the ledger that the card was made from.
  package struct Checkpoint: Sendable, Hashable {
    package let size: Int64
    /// Base64, as the note prints it.
    package let root: String
    package let note: String

    /// Of these parts, taken as they are.
    package init(size: Int64, root: String, note: String) {
      self.size = size
      self.root = root
      self.note = note
    }

    /// Takes size and root from a signed note in the C2SP checkpoint format.
    package init(size: Int64, note: String) {
      let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
      self.init(size: size, root: lines.count > 2 ? String(lines[2]) : "", note: note)
    }
  }

  package let isDemo: Bool
  package let definition: Definition
  package let scope: Scope
  package let value: Decimal64
  /// What stood before the period; for stocks only.
  package let opening: Decimal64?
  /// For stocks: what changes of units moved in the period.
  package let transfers: [Transfer]
  package let breakdown: [BreakdownRow]
  package let contributions: Contributions
  package let checkpoint: Checkpoint?
  /// Whether all entries behind the number can be had with their proofs, as one file.
  package let isProvable: Bool

  /// Of these parts, taken as they are.
  package init(
    isDemo: Bool, definition: Definition, scope: Scope, value: Decimal64, opening: Decimal64?,
    transfers: [Transfer] = [], breakdown: [BreakdownRow], contributions: Contributions,
    checkpoint: Checkpoint?, isProvable: Bool = false
  ) {
    self.isProvable = isProvable
    self.isDemo = isDemo
    self.definition = definition
    self.scope = scope
    self.value = value
    self.opening = opening
    self.transfers = transfers
    self.breakdown = breakdown
    self.contributions = contributions
    self.checkpoint = checkpoint
  }

  /// What the units below leave of the value: the unit's own work, and what was counted here of
  /// units that ended or stood elsewhere in a part of the period.
  ///
  /// `nil` if they leave nothing, or the number does not add up by units.
  package var rest: Decimal64? {
    guard definition.style != .distinct, !breakdown.isEmpty else { return nil }
    let below = breakdown.reduce(Decimal64(0)) { $0?.adding($1.value) }
    guard let rest = below.flatMap({ value.subtracting($0) }), rest != Decimal64(0) else {
      return nil
    }
    return rest
  }

  /// Whether the movements come to the value; a distinct count is not a sum of its movements.
  ///
  /// `nil` if they are too many to be added up for a card.
  package var sumHolds: Bool? {
    guard let sum = contributions.sum else { return nil }
    return switch definition.style {
    case .flow: sum == value
    case .stock: transfers.reduce(opening?.adding(sum)) { $0?.adding($1.amount) } == value
    case .distinct: true
    }
  }
}
