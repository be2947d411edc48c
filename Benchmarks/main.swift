// Measures the hot paths of a release build and prints figures for docs/benchmarks.md.
//
//   swift run -c release Benchmarks write 200000 50000
//   swift run -c release Benchmarks postgresql ADDRESS 50000
//   swift run -c release Benchmarks look LEDGER [ANCESTORS]
//   swift run -c release Benchmarks read FOLDER [MEGABYTES]
//   swift run -c release Benchmarks arrivals 50000
//
// Needs LUOSHI_BENCHMARKS=1 in the environment when the package is resolved.

import Foundation

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "write":
  let count = arguments.dropFirst().first.flatMap { Int($0) } ?? 50_000
  let burst = arguments.dropFirst(2).first.flatMap { Int($0) } ?? min(count, 50_000)
  try WriteBenchmark(
    entries: count, burst: burst, kept: arguments.dropFirst(3).first,
    more: arguments.dropFirst(4).first.flatMap { Int($0) }
  ).run()
#if PostgreSQL
case "postgresql":
  guard let address = arguments.dropFirst().first else {
    print("usage: Benchmarks postgresql ADDRESS [ENTRIES]")
    exit(2)
  }
  try PostgreSQLBenchmark(
    entries: arguments.dropFirst(2).first.flatMap { Int($0) } ?? 50_000, address: address
  ).run()
#endif
case "look":
  guard let folder = arguments.dropFirst().first else {
    print("usage: Benchmarks look LEDGER [ANCESTORS]")
    exit(2)
  }
  try LookBenchmark(folder: folder, ancestors: arguments.dropFirst(2).first).run()
case "read":
  guard let folder = arguments.dropFirst().first else {
    print("usage: Benchmarks read FOLDER [MEGABYTES]")
    exit(2)
  }
  try ReadBenchmark(
    folder: URL(fileURLWithPath: folder),
    lexicon: URL(fileURLWithPath: "Resources/lexicon.txt"),
    megabytes: arguments.dropFirst(2).first.flatMap { Int($0) } ?? 200
  ).run()
case "arrivals":
  try ArrivalBenchmark(count: arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000).run()
default:
  print(
    "usage: Benchmarks write ENTRIES [BURST [LEDGER [MORE]]] | postgresql ADDRESS | look LEDGER "
      + "| read FOLDER [MEGABYTES] | arrivals COUNT")
  exit(2)
}
