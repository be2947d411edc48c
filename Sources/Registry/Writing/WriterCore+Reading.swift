import Programmes

extension WriterCore {
  /// Has the records read beside that a batch names and that are not in memory.
  func readAhead(_ jobs: [Job]) {
    guard let ahead else { return }
    var wanted: [ReadingAhead.Wanted] = []
    for (place, job) in jobs.enumerated() {
      let request = job.request
      if case .existing(let id, _) = request.subject, state.lacks(id) {
        let programme = state.directory.programmes.latest(request.programme)
        wanted.append(
          ReadingAhead.Wanted(
            place: place, id: id,
            references: programme?.referencesRead(by: request.action) ?? []))
      }
      for case .existing(let id, _) in request.records.values where state.lacks(id) {
        wanted.append(ReadingAhead.Wanted(place: place, id: id, references: []))
      }
      for case .record(let id) in request.fields.values where state.lacks(id) {
        wanted.append(ReadingAhead.Wanted(place: place, id: id, references: []))
      }
    }
    ahead.begin(wanted)
  }
}
