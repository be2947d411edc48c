// Measures the hot paths of a release build and prints figures for docs/benchmarks.md.
//
//   swift run -c release Benchmarks write 50000
//
// Needs LUOSHI_BENCHMARKS=1 in the environment when the package is resolved.

import Foundation

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "write":
  let count = arguments.dropFirst().first.flatMap { Int($0) } ?? 50_000
  try WriteBenchmark(entries: count).run()
default:
  print("usage: Benchmarks write ENTRIES")
  exit(2)
}
