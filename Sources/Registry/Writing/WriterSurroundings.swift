import Programmes
import Quantities
import Storage

/// The working state with the entries behind it, for amendments.
struct WriterSurroundings: AmendingSurroundings {
  let state: WorkingState
  let entries: (Int64) throws -> KnownEntry?

  init(state: WorkingState, entries: @escaping (Int64) throws -> KnownEntry?) {
    self.state = state
    self.entries = entries
  }

  var programmes: ProgrammeSet { state.directory.programmes }
  func row(_ id: RecordID) throws -> RecordRow? { try state.row(id) }
  func known(_ seq: Int64) throws -> KnownEntry? { try entries(seq) }
  func record(_ id: RecordID) throws -> Record? { try state.record(id) }

  func holder(ofKey name: String, value: KeyValue, values: [Value]) throws -> RecordID? {
    try state.holder(ofKey: name, value: value, values: values)
  }

  func balance(of measure: String, owner: RecordID) throws -> Int64 {
    try state.balance(of: measure, owner: owner)
  }

  func unitExists(_ code: String, on day: Day) -> Bool { state.unitExists(code, on: day) }
  func roles(of actor: Actor, at unit: String) -> Set<String> { state.roles(of: actor, at: unit) }
}
