import Indicators
import Programmes
import Quantities
import Simulation
import Testing

@Suite struct SimulationTests {
  @Test func `nothing is refused, and the deltas come to what was expected`() throws {
    let options = SimulationOptions(
      seed: 7, through: try day("2022-07-31"), premises: 800, inspections: 1_500, people: 600)
    let district = MemoryDistrict(try ProjectFiles.programmes())
    var simulator = DistrictSimulator(options, units: try ProjectFiles.units())
    try play(&simulator, in: district)
    let expected = simulator.expected
    for key in expected.totals.keys.sorted() {
      #expect(
        district.total(key.measure, part: key.part) == expected.totals[key], "\(key)")
    }
    for (measure, parts) in district.totals {
      for (part, amount) in parts where amount != 0 {
        let key = expected.totals.keys.first { $0.measure == measure && $0.part == part }
        #expect(key != nil, "\(measure)[\(part)] was not expected")
      }
    }
  }

  @Test func `30 stations opened in 2021 and 17 more by 31 July 2022`() throws {
    let openings = try requests(through: "2022-07-31").filter {
      $0.request.action == "station.open"
    }
    #expect(openings.filter { $0.request.on.year == 2021 }.count == 30)
    #expect(openings.filter { $0.request.on.year == 2022 }.count == 17)
    let year = try requests(through: "2022-12-31").filter {
      $0.request.action == "station.open" && $0.request.on.year == 2022
    }
    #expect(year.count == 30)
  }

  @Test func `the same options give the same requests`() throws {
    let first = try requests(through: "2022-05-31")
    let second = try requests(through: "2022-05-31")
    #expect(first == second)
    let other = try requests(through: "2022-05-31", seed: 8)
    #expect(first != other)
  }

  @Test func `time never goes back and no request comes after the last day`() throws {
    var last: Int64 = 0
    for item in try requests(through: "2022-07-31") {
      #expect(item.at >= last)
      last = item.at
      #expect(item.request.on <= Day(milliseconds: item.at))
    }
    #expect(Day(milliseconds: last) <= (try day("2022-07-31")))
  }

  @Test func `ids are all different and ordered by time`() throws {
    let list = try requests(through: "2022-07-31")
    #expect(Set(list.map(\.request.id)).count == list.count)
    for item in list { #expect(item.request.id.high >> 16 == UInt64(item.at)) }
  }

  @Test func `a third of the people are children or old`() throws {
    var simulator = DistrictSimulator(
      SimulationOptions(
        seed: 1, through: try day("2022-04-30"), premises: 10, inspections: 0, people: 3_000),
      units: try ProjectFiles.units())
    while simulator.next() != nil {}
    let expected = simulator.expected
    let working = expected.totals.first {
      $0.key.measure == "persons.registered" && $0.key.part == "working"
    }
    let share = 1000 - (working?.value ?? 0) * 1000 / 3_000
    #expect((300...350).contains(share))
  }

  @Test func `codes and numbers are valid and all different`() throws {
    var licences: Set<String> = []
    var identities: Set<String> = []
    var areas: Set<Substring> = []
    for item in try requests(through: "2022-04-30") {
      if case .text(let licence)? = item.request.fields["licence"] {
        _ = try CreditCode(checking: licence)
        #expect(licence.hasPrefix("92"))
        #expect(licences.insert(licence).inserted)
      }
      if case .text(let number)? = item.request.fields["identity-number"] {
        let identity = try IdentityNumber(checking: number)
        let born = try #require(identity.birth)
        #expect(born < item.request.on)
        #expect(identities.insert(number).inserted)
        areas.insert(number.prefix(6))
      }
    }
    #expect(licences.count > 100)
    #expect(identities.count == 300)
    #expect(areas.isSuperset(of: ["140202", "140211"]))
  }

  @Test func `the catalogue names only measures that there are`() throws {
    let set = try ProjectFiles.programmes()
    let known = Set(set.allMeasures.map(\.id))
    #expect(try ProjectFiles.indicators().errors(knowingMeasures: known) == [])
  }

  private func requests(through text: String, seed: UInt64 = 7) throws -> [TimedRequest] {
    let options = SimulationOptions(
      seed: seed, through: try day(text), premises: 200, inspections: 400, people: 300)
    return DistrictSimulator(options, units: try ProjectFiles.units()).flatMap { $0 }
  }

  private func play(_ simulator: inout DistrictSimulator, in district: MemoryDistrict) throws {
    while let batch = simulator.next() {
      for item in batch {
        do {
          try district.submit(item)
        } catch {
          Issue.record("\(item.request.action) on \(item.request.on): \(error)")
          return
        }
      }
    }
  }

  private func day(_ text: String) throws -> Day { try #require(Day(text)) }
}
