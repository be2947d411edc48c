public import Quantities

/// Who acts.
///
/// The account or person is a record; clock and system act by the programme's own rules.
public enum Actor: Sendable, Hashable {
  /// Somebody who works for the district, by the record of the account.
  case account(RecordID)
  /// A resident, by the record of the person.
  case resident(RecordID)
  /// Time itself: what a programme says happens when a day comes.
  case clock
  /// The program: programmes and units entered when a ledger is made.
  case system
}

/// A record that a request names: a new one, or one as the client last saw it.
public enum Subject: Sendable, Hashable {
  /// A record first told of by this request, under an id that the client chose.
  case new(RecordID)
  /// `base` is the version the client saw; `nil` means "as it is now".
  case existing(RecordID, base: UInt32?)

  /// The record named, whether it is there yet or not.
  public var id: RecordID {
    switch self {
    case .new(let id): id
    case .existing(let id, _): id
    }
  }
}

/// That an entry is put right: what it was should not have been, or not like that.
public struct Amendment: Sendable, Hashable {
  /// What is done to the entry.
  public enum Manner: Sendable, Hashable {
    /// The request's content takes the place of the entry's.
    case correct
    /// The entry counts as if it had never been.
    case void
  }

  /// The place of the entry that is put right; never an amendment itself.
  public let seq: Int64
  /// What is done to it.
  public let manner: Manner
  /// Why, in words; kept with the entry for those inside (P1).
  public let reason: String

  /// An amendment of the entry `seq`.
  public init(seq: Int64, manner: Manner, reason: String) {
    self.seq = seq
    self.manner = manner
    self.reason = reason
  }
}

/// What somebody asks to be done: one action on one record, with fields.
///
/// Equal requests under one `id` are one request; another content under the same `id` is refused. A
/// class of constants, since a request goes through several hands on its way to a decision.
public final class Request: Sendable, Hashable {
  /// The submission's own id; sent twice it counts once.
  public let id: EntryID
  /// The day of the work in Asia/Shanghai.
  public let on: Day
  /// Who asks.
  public let actor: Actor
  /// The code of the unit that did the work.
  public let unit: String
  /// The programme's name: `shop-inspection`.
  public let programme: String
  /// The kind and its action: `inspection.inspect`.
  public let action: String
  /// The record acted on.
  public let subject: Subject
  /// Records named by the subject's reference fields, as in `["premises": .existing(…)]`.
  ///
  /// An action may also give an existing reference as a plain field value.
  public let records: [String: Subject]
  /// Field values by path: `hazards`, or `premises.keeper` for a fact of a referred record.
  public let fields: [String: Value]
  /// Whether an earlier entry is put right; then the request has that entry's programme, action and
  /// subject, and for a correction all that it should have said.
  public let amends: Amendment?

  /// A request as a client sends it; nothing is checked before it is decided.
  public init(
    id: EntryID, on: Day, actor: Actor, unit: String, programme: String, action: String,
    subject: Subject, records: [String: Subject], fields: [String: Value],
    amends: Amendment? = nil
  ) {
    self.id = id
    self.on = on
    self.actor = actor
    self.unit = unit
    self.programme = programme
    self.action = action
    self.subject = subject
    self.records = records
    self.fields = fields
    self.amends = amends
  }

  /// Whether all parts are equal.
  public static func == (left: Request, right: Request) -> Bool {
    left === right
      || (left.id == right.id && left.on == right.on && left.actor == right.actor
        && left.unit == right.unit && left.programme == right.programme
        && left.action == right.action && left.subject == right.subject
        && left.records == right.records && left.fields == right.fields
        && left.amends == right.amends)
  }

  /// By its id, under which another content is refused.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
