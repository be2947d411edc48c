// swift-tools-version: 6.3
// Built by scripts/fuzz in a folder of its own, where Sources are links to the real ones. Coverage
// has to be counted in every module, which the main package has no use for.
import PackageDescription

let counted: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"), .strictMemorySafety(),
  .unsafeFlags(["-sanitize=fuzzer"]),
]

let package = Package(
  name: "fuzz",
  targets: [
    .target(name: "Quantities", swiftSettings: counted),
    .target(name: "Reading", dependencies: ["Quantities"], swiftSettings: counted),
    .executableTarget(
      name: "ReaderFuzz", dependencies: ["Reading"],
      swiftSettings: counted + [.unsafeFlags(["-parse-as-library"])],
      // gold, the default linker, fails on this; the sanitizer's own `main` is not used.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ],
  swiftLanguageModes: [.v6]
)
