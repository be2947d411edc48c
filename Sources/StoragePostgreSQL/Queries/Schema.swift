#if PostgreSQL
/// The tables, in a schema of their own, so that a database may hold other things too.
///
/// `ledger` leads every key: several ledgers lie in one database, and a database that is spread
/// over machines by `ledger` keeps each ledger on one. Names of measures, parts, units and states
/// stand once in `symbol`, as bytes, since they may hold any text; rows have their numbers.
enum Schema {
  /// The format of the tables; a higher one is refused, a lower one migrated.
  static let format = 1

  /// The first number of all our advisory locks: `LuoS` in ASCII.
  static let lockClass: Int32 = 0x4C75_6F53

  /// Holds the setting of each connection.
  static let session = """
    SET search_path TO luoshi;
    SET client_min_messages TO warning;
    """

  /// Room is left in pages whose rows are changed in place, so that indexes stay as they are.
  static let tables = """
    CREATE SCHEMA IF NOT EXISTS luoshi;
    SET search_path TO luoshi;
    CREATE TABLE format (number integer NOT NULL);
    INSERT INTO format VALUES (\(format));
    CREATE TABLE ledger (
      ledger integer PRIMARY KEY CHECK (ledger > 0),
      name text COLLATE "C" NOT NULL UNIQUE,
      is_draft boolean NOT NULL
    );
    CREATE TABLE property (
      ledger integer NOT NULL,
      name text COLLATE "C" NOT NULL,
      value text NOT NULL,
      PRIMARY KEY (ledger, name)
    );
    CREATE TABLE progress (
      ledger integer PRIMARY KEY,
      entries bigint NOT NULL CONSTRAINT entries_follow CHECK (entries >= 0),
      through bigint NOT NULL CONSTRAINT projections_follow CHECK (through >= 0)
    );
    \(truth)
    \(projections)
    """

  private static let truth = """
    CREATE TABLE entry (
      ledger integer NOT NULL,
      seq bigint NOT NULL CHECK (seq >= 0),
      id uuid NOT NULL,
      leaf bytea NOT NULL CHECK (length(leaf) BETWEEN 1 AND 61440),
      block bytea NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (ledger, seq),
      UNIQUE (ledger, id)
    );
    ALTER TABLE entry ALTER sealed SET STORAGE EXTERNAL;
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          IF (SELECT l.is_draft FROM luoshi.ledger l WHERE l.ledger = OLD.ledger) THEN
            RETURN OLD;
          END IF;
        END IF;
        RAISE EXCEPTION 'an entry is never changed or deleted';
      END $$;
    CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER entries_stay BEFORE TRUNCATE ON entry
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TABLE subject_key (
      ledger integer NOT NULL,
      number bigint NOT NULL,
      wrapped bytea NOT NULL,
      PRIMARY KEY (ledger, number)
    );
    CREATE TABLE checkpoint (
      ledger integer NOT NULL,
      size bigint NOT NULL CHECK (size > 0),
      note text NOT NULL,
      PRIMARY KEY (ledger, size)
    );
    """

  private static let projections = """
    CREATE TABLE symbol (
      ledger integer NOT NULL,
      id integer NOT NULL,
      name bytea NOT NULL,
      PRIMARY KEY (ledger, id),
      UNIQUE (ledger, name)
    );
    CREATE TABLE touched (
      ledger integer NOT NULL,
      kind integer NOT NULL,
      through bigint NOT NULL,
      PRIMARY KEY (ledger, kind)
    ) WITH (fillfactor = 50);
    CREATE TABLE record (
      ledger integer NOT NULL,
      id uuid NOT NULL,
      kind integer NOT NULL,
      version bigint NOT NULL CHECK (version > 0),
      state integer NOT NULL,
      unit integer NOT NULL,
      key_number bigint,
      blind_keys bytea,
      facts bytea NOT NULL,
      history bytea NOT NULL,
      PRIMARY KEY (ledger, id)
    ) WITH (fillfactor = 75);
    CREATE INDEX record_by_kind ON record (ledger, kind, id);
    CREATE TABLE unique_key (
      ledger integer NOT NULL,
      name integer NOT NULL,
      value bytea NOT NULL,
      holder uuid NOT NULL,
      PRIMARY KEY (ledger, name, value)
    );
    CREATE TABLE balance (
      ledger integer NOT NULL,
      measure integer NOT NULL,
      owner uuid NOT NULL,
      amount bigint NOT NULL,
      PRIMARY KEY (ledger, measure, owner)
    ) WITH (fillfactor = 75);
    CREATE TABLE tally (
      ledger integer NOT NULL,
      unit integer NOT NULL,
      period bigint NOT NULL,
      measure integer NOT NULL,
      part integer NOT NULL,
      amount bigint NOT NULL,
      PRIMARY KEY (ledger, unit, period, measure, part)
    ) WITH (fillfactor = 75);
    CREATE TABLE member (
      ledger integer NOT NULL,
      measure integer NOT NULL,
      part integer NOT NULL,
      period bigint NOT NULL,
      thing uuid NOT NULL,
      counts bytea NOT NULL,
      PRIMARY KEY (ledger, measure, part, period, thing)
    ) WITH (fillfactor = 90);
    CREATE TABLE contribution (
      ledger integer NOT NULL,
      measure integer NOT NULL,
      part integer NOT NULL,
      unit integer NOT NULL,
      day integer NOT NULL,
      seq bigint NOT NULL,
      ordinal integer NOT NULL,
      amount bigint NOT NULL,
      member uuid,
      PRIMARY KEY (ledger, measure, unit, day, seq, ordinal)
    );
    CREATE TABLE tile (
      ledger integer NOT NULL,
      level integer NOT NULL CHECK (level >= 0),
      number bigint NOT NULL CHECK (number >= 0),
      hashes bytea NOT NULL CHECK (length(hashes) % 32 = 0),
      PRIMARY KEY (ledger, level, number)
    ) WITH (fillfactor = 75);
    ALTER TABLE tile ALTER hashes SET STORAGE EXTERNAL;
    """

  /// The tables that can be made from the entries.
  ///
  /// Symbols stay: other processes know their numbers.
  static let projectionTables = [
    "record", "unique_key", "balance", "tally", "member", "contribution", "tile", "touched",
  ]

  /// All tables with rows of a ledger.
  static let allTables =
    projectionTables + ["symbol", "checkpoint", "subject_key", "entry", "property", "progress"]
}
#endif
