import Programmes
import Testing

@Suite struct PackagesTests {
  @Test func `every bundled package loads without error`() throws {
    let set = try bundled()
    #expect(set.programmes.count == packageNames.count)
  }
}
