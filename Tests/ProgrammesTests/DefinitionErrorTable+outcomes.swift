extension DefinitionErrorTable {
  static let outcomes: [Row] = [
    Row(
      text: "{ long: \"length > 60\", short: otherwise }",
      replacement: "{ long: \"length > 60\" }",
      errors: [
        "test.yaml:43:21: error: \"to\" of action \"make\" of record \"visit\" may have "
          + "no outcome; write otherwise as the condition of the last line, and only there"
      ]),
    Row(
      text: "{ long: \"length > 60\", short: otherwise }",
      replacement: "{ short: otherwise, long: \"length > 60\" }",
      errors: [
        "test.yaml:43:22: error: what follows \"otherwise\" is never reached; write "
          + "otherwise as the condition of the last line, and only there",
        "test.yaml:43:39: error: \"to\" of action \"make\" of record \"visit\" may have "
          + "no outcome; write otherwise as the condition of the last line, and only there",
      ]),
    Row(
      text: "about: shop",
      replacement: "about: shp",
      errors: [
        "test.yaml:36:12: error: there is no record \"shp\"; did you mean \"shop\"?",
        "test.yaml:45:26: error: there is no field \"shop\"; did you mean \"shp\"?",
        "test.yaml:57:15: error: \"shop\" is not a field that leads to a record; write "
          + "one of: record",
      ]),
    Row(
      text: "about: shop",
      replacement: "about: visit",
      errors: [
        "test.yaml:36:12: error: \"visit\" is a case, and a case is about a thing; use a "
          + "field of type { record: visit } instead",
        "test.yaml:45:26: error: there is no field \"shop\"; write one of: visit, length",
        "test.yaml:57:15: error: \"shop\" is not a field that leads to a record; write "
          + "one of: visit, record",
      ]),
  ]
}
