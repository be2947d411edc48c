import Storage

/// The tables of the two files.
///
/// Integers stand for names in the projections (table `symbol`), because a short key is what keeps
/// the pages few; the truth keeps bytes only, exactly as they were hashed.
enum Schema {
  /// The format of the truth; a file with a higher one is refused, one with a lower one migrated.
  ///
  /// Whoever changes `truth` raises it, and adds a `Migration` and a stored ledger.
  static let truthFormat = 1
  /// The format of the projections; a file with a lower one is thrown away and made anew.
  static let projectionsFormat = 2

  /// `LuoS` in ASCII, so that `file` and SQLite tools can tell what this is.
  static let applicationID = 0x4C75_6F53

  /// The triggers before an insertion also stop `INSERT OR REPLACE`, whose deletion no trigger on
  /// DELETE sees.
  static let truth = """
    CREATE TABLE entry (
      seq INTEGER PRIMARY KEY CHECK (seq >= 0),
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      leaf BLOB NOT NULL CHECK (length(leaf) BETWEEN 1 AND 61440),
      block BLOB NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT;
    CREATE TRIGGER entryComesNext BEFORE INSERT ON entry
      WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
      BEGIN SELECT RAISE(ABORT, 'entries come without a gap'); END;
    CREATE TRIGGER entryComesOnce BEFORE INSERT ON entry
      WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
      BEGIN SELECT RAISE(ABORT, 'an entry id comes once'); END;
    CREATE TRIGGER entryIsNeverChanged BEFORE UPDATE ON entry
      BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
    CREATE TRIGGER entryIsNeverDeleted BEFORE DELETE ON entry
      BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
    CREATE TABLE subjectKey (
      number INTEGER PRIMARY KEY,
      wrapped BLOB NOT NULL
    ) STRICT;
    CREATE TABLE checkpoint (
      size INTEGER PRIMARY KEY CHECK (size > 0),
      note TEXT NOT NULL
    ) STRICT;
    CREATE TABLE property (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// All tables of the truth, with the condition for a row to belong to the first `$1` entries;
  /// a restore to a point asks for it.
  static let truthTables: [(name: String, isWithin: String)] = [
    ("property", "$1 >= 0"), ("entry", "seq < $1"),
    ("subjectKey", "number < $1 * \(SubjectKeyRow.numbersPerEntry)"), ("checkpoint", "size <= $1"),
  ]

  static let projections = """
    CREATE TABLE symbol (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE progress (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      through INTEGER NOT NULL CHECK (through >= 0)
    ) STRICT;
    INSERT INTO progress VALUES (1, 0);
    CREATE TABLE record (
      id BLOB PRIMARY KEY CHECK (length(id) = 16),
      kind INTEGER NOT NULL,
      version INTEGER NOT NULL CHECK (version > 0),
      state INTEGER NOT NULL,
      unit INTEGER NOT NULL,
      keyNumber INTEGER,
      blindKeys BLOB,
      history BLOB NOT NULL,
      facts BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX recordByKind ON record (kind, id);
    CREATE TABLE uniqueKey (
      name INTEGER NOT NULL,
      value BLOB NOT NULL,
      holder BLOB NOT NULL CHECK (length(holder) = 16),
      PRIMARY KEY (name, value)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE balance (
      measure INTEGER NOT NULL,
      owner BLOB NOT NULL CHECK (length(owner) = 16),
      amount INTEGER NOT NULL,
      PRIMARY KEY (measure, owner)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tally (
      unit INTEGER NOT NULL,
      period INTEGER NOT NULL,
      measure INTEGER NOT NULL,
      part INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      PRIMARY KEY (unit, period, measure, part)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE member (
      measure INTEGER NOT NULL,
      part INTEGER NOT NULL,
      period INTEGER NOT NULL,
      thing BLOB NOT NULL CHECK (length(thing) = 16),
      counts BLOB NOT NULL,
      PRIMARY KEY (measure, part, period, thing)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE contribution (
      measure INTEGER NOT NULL,
      part INTEGER NOT NULL,
      unit INTEGER NOT NULL,
      day INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      member BLOB,
      PRIMARY KEY (measure, part, unit, day, seq, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tile (
      level INTEGER NOT NULL CHECK (level >= 0),
      number INTEGER NOT NULL CHECK (number >= 0),
      hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0),
      PRIMARY KEY (level, number)
    ) STRICT, WITHOUT ROWID;
    """
}
