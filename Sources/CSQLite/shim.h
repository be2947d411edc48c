// What of SQLite's interface Swift cannot call, since it takes a varying number of arguments.
#include <sqlite3.h>

/// Lets no trigger of the file fire on this connection; gives SQLite's code.
static inline int luoshi_disable_triggers(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
}
