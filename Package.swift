// swift-tools-version: 6.3
import PackageDescription

/// The settings of every target: no warnings, no implicit existentials, imports internal by
/// default.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(
  name: "HummingbirdTesting", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// PostgreSQL's engine is built only with the trait, since it needs libpq.
let postgresql: TargetDependencyCondition? = .when(traits: ["PostgreSQL"])

/// Programs ask jemalloc for memory where the trait says so: many threads make and let go of
/// millions of small values (docs/decisions/0010-memory-from-jemalloc.md).
let memory: [LinkerSetting] = [.linkedLibrary("jemalloc", .when(traits: ["Jemalloc"]))]

/// A target with the settings above; arrows go down the list in docs/architecture.md only.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A test target with the settings above.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

/// Benchmarks are built only where they are asked for, so that nobody else waits for them.
let benchmarks: [Target] =
  Context.environment["LUOSHI_BENCHMARKS"] == nil
  ? []
  : [
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Registry", "Simulation", .target(name: "StoragePostgreSQL", condition: postgresql),
        "StorageSQLite", "Storage", "Ledger", "Indicators", "Reading", "ProgrammeFiles",
        "Programmes", "Quantities",
      ],
      path: "Benchmarks", swiftSettings: strict, linkerSettings: memory)
  ]

let package = Package(
  name: "luoshi",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "luoshi", targets: ["luoshi"]),
    .library(name: "Reading", targets: ["Reading"]),
    .library(name: "Verifier", targets: ["Verifier"]),
  ],
  traits: [
    .trait(
      name: "PostgreSQL", description: "Ledgers in a PostgreSQL database, through libpq."),
    .trait(name: "Jemalloc", description: "Programs take their memory from jemalloc."),
    .default(enabledTraits: []),
  ],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
  ],
  targets: [
    module("Quantities"),
    module("Markup"),
    module("Reading", ["Quantities"]),
    module("Inputs"),
    module("Comparing", ["Reading", "Markup", "Quantities"]),
    module("Programmes", ["Quantities"]),
    module("ProgrammeFiles", ["Programmes", "Quantities", "Yams"]),
    module("Ledger", ["Programmes", "Quantities", crypto]),
    module("Indicators", ["Programmes", "Quantities"]),
    module("Verifier", ["Ledger", "Quantities"]),
    module("Storage", ["Ledger", "Programmes", "Quantities"]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    module(
      "StorageSQLite",
      ["Storage", "Ledger", "Programmes", "Quantities", grdb, sqlite, .target(name: "CSQLite")]),
    .systemLibrary(
      name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    module(
      "StoragePostgreSQL",
      [
        "Storage", "Ledger", "Programmes", "Quantities",
        .target(name: "CPostgreSQL", condition: postgresql),
      ]),
    module(
      "Registry",
      ["Storage", "Indicators", "ProgrammeFiles", "Ledger", "Programmes", "Quantities"]),
    module(
      "Adoption",
      ["Registry", "Reading", "Indicators", "Ledger", "Programmes", "Quantities"]),
    module(
      "Publishing",
      [
        "Registry", "Storage", "Markup", "Reading", "Indicators", "Ledger", "Programmes",
        "Quantities",
      ]),
    module(
      "Web",
      [
        "Registry", "Storage", "Adoption", "Publishing", "Markup", "Reading", "Indicators",
        "Ledger", "Programmes", "Quantities", hummingbird, httpTypes, logging, nioCore, nioPosix,
      ]),
    module(
      "Simulation",
      ["Registry", "Storage", "Indicators", "Ledger", "Programmes", "Quantities"]),
    .executableTarget(
      name: "luoshi",
      dependencies: [
        "Web", "Simulation", "Publishing", "Adoption", "Registry",
        .target(name: "StoragePostgreSQL", condition: postgresql), "StorageSQLite", "Storage",
        "Verifier", "Indicators", "Ledger", "ProgrammeFiles", "Programmes", "Comparing", "Inputs",
        "Reading", "Markup", "Quantities", argumentParser, logging,
      ],
      swiftSettings: strict, linkerSettings: memory),
    .target(
      name: "TestServer",
      dependencies: [.target(name: "StoragePostgreSQL", condition: postgresql)],
      path: "Tests/TestServer", swiftSettings: strict),
    tests("Quantities", ["Quantities"]),
    tests("Markup", ["Markup"]),
    tests("Reading", ["Reading", "Quantities"]),
    tests("Inputs", ["Inputs"]),
    tests("Comparing", ["Comparing", "Reading", "Markup", "Quantities"]),
    tests("Programmes", ["Programmes", "ProgrammeFiles", "Quantities"]),
    tests("ProgrammeFiles", ["Programmes", "ProgrammeFiles", "Quantities"]),
    tests("Ledger", ["Ledger", "Programmes", "Quantities"]),
    tests("Indicators", ["Indicators", "ProgrammeFiles", "Programmes", "Quantities"]),
    tests("Verifier", ["Verifier", "Ledger", "Programmes", "Quantities"]),
    tests(
      "Storage",
      [
        "Storage", "StorageSQLite", .target(name: "StoragePostgreSQL", condition: postgresql),
        "TestServer", "Ledger", "Programmes", "Quantities", sqlite,
      ]),
    tests(
      "Registry",
      [
        "Registry", "Simulation", "Adoption", "Reading",
        .target(name: "StoragePostgreSQL", condition: postgresql), "TestServer", "StorageSQLite",
        "Storage", "Ledger", "Indicators", "ProgrammeFiles", "Programmes", "Quantities", sqlite,
      ]),
    tests(
      "Simulation",
      ["Simulation", "Registry", "ProgrammeFiles", "Indicators", "Programmes", "Quantities"]),
    tests(
      "Publishing",
      [
        "Publishing", "Registry", "Markup", "Reading", "Storage", "Ledger", "Indicators",
        "Programmes", "Quantities",
      ]),
    tests(
      "Web",
      [
        "Web", "Publishing", "Adoption", "Simulation", "Registry", "Verifier", "Storage", "Reading",
        "Markup", "Ledger", "Indicators", "ProgrammeFiles", "Programmes", "Quantities",
        hummingbird, hummingbirdTesting, httpTypes, logging,
      ]),
    tests("Tidy", []),
    tests("CommandLine", []),
  ] + benchmarks,
  swiftLanguageModes: [.v6]
)
