// A process that only shows: another one writes. Units, accounts and programmes are taken from the
// state that is read, whenever an entry has touched one of their records.

import Ledger
import Programmes
import Storage
import Synchronization

/// This process only shows the ledger.
public struct ReadOnlyProcess: Error, Sendable, CustomStringConvertible {
  /// What to do instead.
  public var description: String {
    "this luoshi only shows the ledger; send the request to the one that writes to it"
  }
}

/// The directory of a process that does not write.
final class ReadingSide: Sendable {
  private let genesis: ProgrammeSet
  private let known: Mutex<Known>

  private struct Known {
    var directory: Directory
    /// The entries that it was made from, as `StoreReader.changed` counts them.
    var changed: Int64 = -1
  }

  init(genesis: ProgrammeSet) {
    self.genesis = genesis
    known = Mutex(Known(directory: Directory(programmes: genesis)))
  }

  /// Units, accounts and programmes in a state; made anew if they are not those of the state last
  /// asked for.
  func directory(in reader: any StoreReader) throws -> Directory {
    let last = known.withLock { $0 }
    if try changed(of: last.directory, in: reader) == last.changed { return last.directory }
    let directory = try Directory(genesis: genesis, in: reader)
    let made = Known(directory: directory, changed: try changed(of: directory, in: reader))
    known.withLock { known in
      // A view of an older state may have been slower.
      if known.changed < made.changed { known = made }
    }
    return directory
  }

  private func changed(of directory: Directory, in reader: any StoreReader) throws -> Int64 {
    let kinds = Provision.allCases.flatMap { directory.programmes.kinds(providing: $0) }
    return try reader.changed(kinds: [BuiltIn.programmeKind] + kinds.map(\.name))
  }
}

extension Directory {
  /// Units, accounts and programmes as a state has them.
  init(genesis: ProgrammeSet, in reader: any StoreReader) throws {
    try self.init(programmes: genesis) { kind in
      try Self.records(kind, in: reader)
    } entry: { seq in
      try reader.entry(seq).map { try EntryCodec.decode($0) }
    }
  }

  private static func records(_ kind: String, in reader: any StoreReader) throws -> [RecordRow] {
    var rows: [RecordRow] = []
    while true {
      let page = try reader.records(kind: kind, after: rows.last?.record.id, limit: 1_000)
      rows += page
      guard page.count == 1_000 else { return rows }
    }
  }
}
