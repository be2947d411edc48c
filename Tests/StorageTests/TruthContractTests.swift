import Ledger
import Programmes
import Quantities
import Storage
import Testing

/// What every engine promises of entries, keys and checkpoints.
struct TruthContractTests {
  @Test(arguments: Engine.allCases) func `a new ledger is empty`(engine: Engine) throws {
    let opened = try engine.open()
    #expect(try opened.writer.entryCount() == 0)
    #expect(try opened.writer.through() == 0)
    #expect(try opened.writer.entry(0) == nil)
    #expect(try opened.writer.checkpoint(covering: 0) == nil)
    try opened.store.read { (reader) throws in
      #expect(try reader.through() == 0)
      #expect(try reader.entries(from: 0, limit: 10).isEmpty)
      #expect(try reader.checkpoint(upTo: .max) == nil)
      #expect(try reader.checkpoints(after: 0, limit: 10).isEmpty)
    }
    #expect(try opened.rows().isEmpty)
  }

  @Test(arguments: Engine.allCases) func `entries are dense and found by place and id`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    try opened.writer.append(Sample.truth(0, 3))
    try opened.writer.append(Sample.truth(3, 7))
    #expect(try opened.writer.entryCount() == 7)
    for seq in 0..<7 {
      let entry = Sample.entry(seq)
      #expect(try opened.writer.entry(Int64(seq)) == entry)
      #expect(try opened.writer.entrySeq(entry.id) == Int64(seq))
      try opened.store.read { (reader) throws in
        #expect(try reader.entry(Int64(seq)) == entry)
        #expect(try reader.entrySeq(entry.id) == Int64(seq))
      }
    }
    #expect(try opened.writer.entry(7) == nil)
    #expect(try opened.writer.entry(-1) == nil)
    #expect(try opened.writer.entrySeq(Sample.entryID(7)) == nil)
    try opened.store.read { (reader) throws in
      #expect(try reader.entry(7) == nil)
      #expect(try reader.entry(-1) == nil)
      #expect(try reader.entrySeq(Sample.entryID(7)) == nil)
    }
  }

  @Test(arguments: Engine.allCases) func `a destroyed key is gone with the batch that destroys it`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let keys = [3, 4, 5].map {
      SubjectKeyRow(number: $0, wrapped: [UInt8](repeating: 9, count: 60))
    }
    try opened.writer.append(Sample.truth(0, 2, keys: keys))
    let next = Sample.truth(2, 3)
    try opened.writer.append(
      TruthBatch(
        entries: next.entries, subjectKeys: [], checkpoint: next.checkpoint,
        destroyedKeys: [4, 99]))
    let isThere: [Int64: Bool] = [3: true, 4: false, 5: true, 99: false]
    for (number, isThere) in isThere {
      #expect(try (opened.writer.subjectKey(number) != nil) == isThere)
      try opened.store.read { (reader) throws in
        #expect(try (reader.subjectKey(number) != nil) == isThere)
      }
    }
    #expect(try opened.writer.entryCount() == 3)
  }

  /// SQLite throws instead, see `SQLiteWritingTests`: there a file may be at fault.
  @Test func `a gap stops the engine in memory`() async {
    await #expect(processExitsWith: .failure) {
      let writer = MemoryStore().makeWriter()
      writer.append(Sample.truth(1, 2))
    }
  }

  @Test(arguments: Engine.allCases) func `entries are read in pages`(engine: Engine) throws {
    let opened = try engine.open()
    try opened.writer.append(Sample.truth(0, 10))
    try opened.store.read { (reader) throws in
      #expect(try reader.entries(from: 0, limit: 4) == (0..<4).map(Sample.entry))
      #expect(try reader.entries(from: 8, limit: 4) == (8..<10).map(Sample.entry))
      #expect(try reader.entries(from: 10, limit: 4).isEmpty)
      #expect(try reader.entries(from: 0, limit: 0).isEmpty)
      #expect(try reader.entries(from: -3, limit: 2) == (0..<2).map(Sample.entry))
    }
  }

  @Test(arguments: Engine.allCases) func `checkpoints are found from both sides`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    for (first, end) in [(0, 2), (2, 3), (3, 8)] {
      try opened.writer.append(Sample.truth(first, end))
    }
    let covering: [Int64] = [2, 2, 3, 8, 8, 8, 8, 8]
    for (seq, size) in covering.enumerated() {
      #expect(try opened.writer.checkpoint(covering: Int64(seq))?.size == size)
    }
    #expect(try opened.writer.checkpoint(covering: 8) == nil)
    try opened.store.read { (reader) throws in
      for (seq, size) in covering.enumerated() {
        #expect(try reader.checkpoint(covering: Int64(seq))?.size == size)
      }
      #expect(try reader.checkpoint(covering: 8) == nil)
      #expect(try reader.checkpoint(upTo: 1) == nil)
      #expect(try reader.checkpoint(upTo: 2)?.size == 2)
      #expect(try reader.checkpoint(upTo: 7)?.size == 3)
      #expect(try reader.checkpoint(upTo: .max) == Sample.truth(3, 8).checkpoint)
      #expect(try reader.checkpoints(after: 0, limit: 2).map(\.size) == [2, 3])
      #expect(try reader.checkpoints(after: 2, limit: 9).map(\.size) == [3, 8])
      #expect(try reader.checkpoints(after: 8, limit: 9).isEmpty)
    }
  }

  @Test(arguments: Engine.allCases) func `wrapped keys are found by number`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let keys = [
      SubjectKeyRow(number: 4, wrapped: [1, 0, 2]), SubjectKeyRow(number: 9, wrapped: [7]),
    ]
    try opened.writer.append(Sample.truth(0, 1, keys: keys))
    for key in keys {
      #expect(try opened.writer.subjectKey(key.number) == key.wrapped)
      #expect(try opened.store.read { try $0.subjectKey(key.number) } == key.wrapped)
    }
    #expect(try opened.writer.subjectKey(5) == nil)
    #expect(try opened.store.read { try $0.subjectKey(5) } == nil)
  }

  @Test(arguments: Engine.allCases) func `wrapped keys asked for together are those there are`(
    engine: Engine
  ) throws {
    let opened = try engine.open()
    let numbers: [Int64] = [0, 3, 4, 9_000, 1_000_000, 1_000_001]
    let keys = numbers.map { SubjectKeyRow(number: $0, wrapped: [UInt8($0 % 251)]) }
    try opened.writer.append(Sample.truth(0, 1, keys: keys))
    let asked: [Int64] = [1_000_001, 4, 5, 0, 2_000_000]
    let found = try opened.store.read { try $0.subjectKeys(asked) }
    for number in asked {
      #expect(
        found.first { $0.number == number } == keys.first { $0.number == number }, "\(number)")
    }
    #expect(Set(found).isSubset(of: keys))
    #expect(try opened.store.read { try $0.subjectKeys([]) } == [])
  }
}
