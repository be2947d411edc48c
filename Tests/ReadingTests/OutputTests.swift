import Foundation
import Reading
import Testing

/// What is written: JSON against its schema, JSON lines, CSV.
@Suite struct OutputTests {
  private static let text = """
    云溪区政府工作报告

    本报记者 甲
    一、2023年工作回顾
    全区生产总值12.5亿元、下降2.1%，城镇登记失业率控制在3%—4%，总量居全市第一，水质达到Ⅲ类。
    三次产业占比为10:30:60。
    二、2024年工作安排
    今年力争城镇新增就业300人以上，居民收入稳步提升，新建便民驿站5个。（责任单位：区民政局）
    工业投资增长6.1%8%。
    """

  private func document() throws -> ReadDocument {
    try reader.read(Array(Self.text.utf8), name: "=a,\"b\".txt", year: nil, explains: true)
  }

  private let source = SourceNote(
    kind: "html", encoding: "GB18030", text: "a.extracted.txt", notes: ["one"])

  @Test func `every key that is written is in the schema, and what is required is written`() throws
  {
    let file = repositoryRoot.appending(path: "docs/reference/reading.schema.json")
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let json = Data(try document().json(source: source))
    var seen: Set<String> = []
    check(
      try JSONSerialization.jsonObject(with: json), schema, schema, "document", seen: &seen)
    // What the schema knows is written, at least once, for this text.
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    for (name, definition) in definitions {
      for key in (definition["properties"] as? [String: Any] ?? [:]).keys {
        #expect(seen.contains("\(name).\(key)"), "\(name).\(key) is in the schema only")
      }
    }
  }

  /// Follows a value and its schema down; collects `definition.key`.
  private func check(
    _ value: Any, _ schema: [String: Any], _ root: [String: Any], _ name: String,
    seen: inout Set<String>
  ) {
    if let reference = schema["$ref"] as? String {
      let target = String(reference.dropFirst("#/$defs/".count))
      let definitions = root["$defs"] as? [String: [String: Any]]
      check(value, definitions?[target] ?? [:], root, target, seen: &seen)
      return
    }
    if let allowed = schema["enum"] as? [String] {
      #expect(allowed.contains(value as? String ?? ""), "\(name): \(value)")
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for required in schema["required"] as? [String] ?? [] {
        #expect(object[required] != nil, "\(name) lacks \(required)")
      }
      for (key, inner) in object {
        #expect(properties[key] != nil, "\(name).\(key) is not in the schema")
        seen.insert("\(name).\(key)")
        check(inner, properties[key] ?? [:], root, name, seen: &seen)
      }
    } else if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
      for inner in array { check(inner, items, root, name, seen: &seen) }
    }
  }

  @Test func `each line is an object with document and layer`() throws {
    let document = try document()
    let lines = String(decoding: document.jsonLines(), as: UTF8.self).split(separator: "\n")
    #expect(
      lines.count == document.figures.count + document.targets.count + document.undertakings.count
        + document.problems.count + document.findings.count)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["document"] as? String == document.name)
      #expect(
        ["figure", "target", "undertaking", "problem", "finding"].contains(
          object?["layer"] as? String ?? ""))
    }
  }

  @Test func `tables quote as RFC 4180 has it and no text is a formula`() throws {
    let document = try document()
    let tables = document.tables()
    #expect(tables.map(\.layer) == ["figures", "targets", "undertakings", "problems", "findings"])
    let figures = String(decoding: tables[0].bytes, as: UTF8.self)
    #expect(figures.hasPrefix("\u{FEFF}document,index,indicator,"))
    let rows = figures.split(separator: "\r\n")
    #expect(rows.count == document.figures.count + 1)
    #expect(rows.dropFirst().allSatisfy { $0.hasPrefix("\"'=a,\"\"b\"\".txt\",") })
    // A fall stays a number.
    #expect(figures.contains(",-2.1,,%,growth,"))
  }
}
