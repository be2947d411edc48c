import Markup
import Programmes
import Publishing
import Quantities

@testable import Web

/// Hand-made models that the views are tested with: one district in mid-summer.
enum Samples {
  static let day = Day(number: 19204)  // 2022-07-31
  static let month = Month(containing: day)
  static let district = NumberCard.UnitName(code: "140213", name: "平城区")
  static let street = NumberCard.UnitName(code: "140213052000", name: "新旺街道")

  static func edition(_ language: Language) -> Edition {
    Edition(
      language: language, isDemo: true, district: language == .zh ? "平城区" : "Pingcheng",
      today: day, entries: 128_431, stylesheet: "luoshi.0123456789abcdef.css",
      verifierKey: "luoshi.example/demo+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
  }

  static func id(_ number: UInt64) -> RecordID {
    RecordID(high: 0x018f_2b3c_0000_7000, low: number)
  }

  static func decimal(_ text: String) -> Decimal64 { Decimal64(text) ?? Decimal64(-999) }

  static let streets = [
    "永泰", "古城", "新旺", "迎宾", "振华", "清远", "武定", "御河", "开源", "大庆路", "马军营", "卧虎湾",
    "新华", "鹿苑", "白登山", "文瀛湖", "水泊寺", "小南头",
  ]
  static let stationCounts: [Int64] = [1, 1, 2, 1, 0, 1, 1, 1, 0, 2, 0, 1, 1, 1, 0, 1, 2, 1]

  static func streetNames(_ language: Language) -> [NumberCard.UnitName] {
    streets.enumerated().map { index, name in
      NumberCard.UnitName(
        code: "1402130\(50 + index)000",
        name: language == .zh ? name + "街道" : "Subdistrict \(index + 1)")
    }
  }

  static func number(_ measure: String, unit: String = "140213") -> Route {
    .number(
      NumberQuery(
        measure: measure, part: nil, unit: unit, from: Day(number: 18993), to: day))
  }

  static func children(_ language: Language) -> [Dashboard.Child] {
    zip(streetNames(language), stationCounts).map { unit, count in
      Dashboard.Child(
        unit: unit, value: Decimal64(count),
        card: number("elder-station.stations-opened", unit: unit.code))
    }
  }

  static func target(_ number: UInt64) -> Route {
    .target(TargetQuery(target: id(number), unit: "140213", on: day))
  }
}
