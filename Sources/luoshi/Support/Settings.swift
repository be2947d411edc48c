import Foundation
import Ledger
import Registry

/// One setting as it is in force.
struct Setting {
  let name: String
  let value: String
  let origin: Origin
  /// One sentence, for the list and for docs/reference/settings.md.
  let meaning: String

  /// Where a value came from.
  enum Origin: String {
    case standard = "default"
    case environment
    case flag
    case ledger
  }
}

/// Everything that can be set, in one table.
enum Settings {
  /// The program's own settings.
  static func program(_ server: ServerOptions, arguments: [String]) throws -> [Setting] {
    let home = try ResourceFolder.find().path
    return [
      Setting(
        name: "LUOSHI_HOME", value: home, origin: environment("LUOSHI_HOME"),
        meaning: "the folder that holds Packages and Resources"),
      Setting(
        name: "host", value: server.host, origin: flag("host", arguments),
        meaning: "address that serve and demo listen on"),
      Setting(
        name: "port", value: "\(server.port)", origin: flag("port", arguments),
        meaning: "port that serve and demo listen on"),
    ]
  }

  /// What was settled when a ledger was made, and where its key lies.
  static func ledger(
    _ ledger: String, properties: LedgerProperties, stored: [String: String]
  ) throws -> [Setting] {
    var settings = [
      Setting(
        name: "origin", value: properties.origin, origin: .ledger,
        meaning: "names the log in its checkpoints; never changes"),
      Setting(
        name: "digest", value: stored["digest"] ?? "", origin: .ledger,
        meaning: "the digest of all hashes in the ledger; never changes"),
      Setting(
        name: "signature", value: properties.signature.rawValue, origin: .ledger,
        meaning: "the algorithm of the ledger's signatures; never changes"),
      Setting(
        name: "format", value: stored["format"] ?? "", origin: .ledger,
        meaning: "the format of the file with the entries; newer versions may raise it"),
    ]
    if let seed = properties.demoSeed {
      settings.append(
        Setting(
          name: "demoSeed", value: "\(seed)", origin: .ledger,
          meaning: "the data are made up, and all keys follow from this seed"))
    } else {
      settings.append(
        Setting(
          name: "LUOSHI_ROOT_KEY_FILE", value: try LedgerFolder.rootKeyPath(ledger),
          origin: environment("LUOSHI_ROOT_KEY_FILE"),
          meaning: try LedgerFolder.hasRootKey(ledger)
            ? "the file with the root key" : "the file with the root key, which is MISSING"))
    }
    return settings
  }

  private static func environment(_ name: String) -> Setting.Origin {
    let value = ProcessInfo.processInfo.environment[name] ?? ""
    return value.isEmpty ? .standard : .environment
  }

  private static func flag(_ name: String, _ arguments: [String]) -> Setting.Origin {
    arguments.contains { $0 == "--\(name)" || $0.hasPrefix("--\(name)=") } ? .flag : .standard
  }
}
