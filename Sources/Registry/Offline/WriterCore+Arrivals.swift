import Programmes

/// How an arrival is decided otherwise than what is asked over the network.
struct ArrivalTerms: Sendable, Hashable {
  /// The version of its programme that it is decided under; `nil` for the latest.
  var version: UInt32?
  /// What was found when it was placed, and would have kept it out had it not happened.
  var marks: [String] = []
}

extension WriterCore {
  /// The version that a request is decided under.
  func programme(of job: Job) throws -> Programme {
    let name = job.request.programme
    let set = state.directory.programmes
    let version = job.arrival?.version
    guard let programme = version.map({ set.programme(name, $0) }) ?? set.latest(name) else {
      throw Refusal.programmeUnknown(name)
    }
    return programme
  }

  /// Of arrivals, what has happened is decided as such.
  func decided(_ job: Job, at: Int64, under programme: Programme) throws -> Decision {
    let set = state.directory.programmes
    guard let arrival = job.arrival else {
      return try decide(job.request, at: at, under: programme, in: set, given: state)
    }
    let decision = try decideHappened(
      job.request, at: at, under: programme, in: set, given: state)
    return arrival.marks.isEmpty ? decision : decision.marked(decision.marks + arrival.marks)
  }
}
