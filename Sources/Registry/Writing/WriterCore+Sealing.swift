import Ledger
import Programmes
import Quantities
import Storage

extension WriterCore {
  /// Everything that encoding the entry takes; refuses an entry that is too large for a leaf.
  func sealing(_ entry: Entry, newKeys: inout [DecidedBatch.NewKey]) throws -> Sealing {
    var keys: [Int: SubjectKey] = [:]
    // What a correction says and what it comes to may be of one record that has no key yet.
    var made: [RecordID: SubjectKey] = [:]
    for (index, touch) in entry.decision.touches.enumerated()
    where touch.writes.contains(where: { $0.level.isSealed }) {
      if let number = try state.row(touch.record)?.keyNumber {
        guard let key = try state.subjectKey(number) else {
          throw Refusal.conditionFailed(
            zh: "此记录的个人信息已按规定删除，不能再写入。",
            en: "The personal data of this record have been erased; nothing can be added to it.")
        }
        keys[index] = key
      } else if let key = made[touch.record] {
        keys[index] = key
      } else {
        let key = SubjectKey(
          number: Self.keyNumber(seq: entry.seq, touch: index), entropy: &entropy)
        newKeys.append(
          DecidedBatch.NewKey(key: key, nonce: secrets.wrapNonce(from: &entropy)))
        state.set(key)
        made[touch.record] = key
        keys[index] = key
      }
    }
    let sealing = Sealing(entry: entry, keys: keys, entropy: entropy.fork())
    if Self.openBytes(entry) > EntryCodec.leafBytesMax / 2 { try checkSize(sealing) }
    return sealing
  }

  private func checkSize(_ sealing: Sealing) throws {
    do {
      _ = try sealing.stored(secrets: secrets)
    } catch {
      guard case .leafTooLarge(let bytes, let limit) = error else { throw error }
      throw Refusal.tooLarge(bytes: bytes, limit: limit)
    }
  }

  /// Roughly what the leaf holds, and never less than half of it.
  private static func openBytes(_ entry: Entry) -> Int {
    var bytes = 512 + 256 * entry.decision.deltas.count
    for touch in entry.decision.touches {
      bytes += 128
      for write in touch.writes {
        bytes += write.level == .open ? openBytes(write.value) + 64 : 192
      }
    }
    return bytes
  }

  private static func openBytes(_ value: Value) -> Int {
    switch value {
    case .text(let text): text.utf8.count + 8
    case .list(let items):
      items.reduce(8) { sum, item in
        item.reduce(sum + 8) { $0 + $1.key.utf8.count + openBytes($1.value) }
      }
    case .integer, .decimal, .day, .truth, .record, .place: 24
    }
  }

  /// A new key's number: distinct for each touch of each entry, and growing with them.
  private static func keyNumber(seq: Int64, touch: Int) -> Int64 {
    seq * SubjectKeyRow.numbersPerEntry + Int64(touch)
  }

  /// The numbers of the keys of the records that an entry erases.
  func erasedKeys(_ entry: Entry) throws -> [Int64] {
    try entry.decision.touches.filter(\.isErasure).compactMap { touch in
      try state.row(touch.record)?.keyNumber
    }
  }

  func blindKey(of change: KeyChange, writes: [Write]) throws -> KeyRow? {
    guard case .blind(let fields) = change.value else { return nil }
    let values = fields.compactMap { field in writes.first { $0.name == field }?.value }
    guard values.count == fields.count else { return nil }
    return try state.blindRow(change.name, values: values)
  }
}
