#if PostgreSQL
import Storage

extension StorageFailure {
  /// What an operator can act on, from a server's SQLSTATE.
  init(state: String, message: String, place: String, during: String) {
    switch state {
    case "53100": self = .diskFull(path: place)
    case "25006", "42501": self = .readOnly(path: "\(place) (\(message))")
    // Shutting down, or not yet up; too many connections.
    case "57P01", "57P02", "57P03", "53300": self = .unreachable(server: place, detail: message)
    // The server's own checks of its pages.
    case "XX001", "XX002": self = .damaged(path: place, detail: message)
    default: self = .server(state: state, message: message, during: during)
    }
  }

  /// What a reader's error means; errors of other origin stay as they are.
  static func mapped(_ error: any Error, place: String) -> any Error {
    guard error is RowDamage else { return error }
    return StorageFailure.damaged(
      path: place, detail: "a row is not as this program writes it")
  }
}
#endif
