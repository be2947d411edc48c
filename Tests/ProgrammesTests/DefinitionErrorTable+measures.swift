extension DefinitionErrorTable {
  static let measures: [Row] = [
    Row(
      text: "    of: shop\n    count: records",
      replacement: "    of: shops\n    count: records",
      errors: [
        "test.yaml:49:9: error: there is no record \"shops\"; did you mean \"shop\"?"
      ]),
    Row(
      text: "count: records",
      replacement: "count: rows",
      errors: [
        "test.yaml:50:12: error: measure \"running\" counts \"rows\"; write count: "
          + "action with action: …, or count: records without it"
      ]),
    Row(
      text: "count: records\n",
      replacement: "count: records\n    sum: area\n",
      errors: [
        "test.yaml:47:3: error: measure \"running\" must have one of count, sum and "
          + "distinct; write count: action, count: records, sum: \"…\" or distinct: a "
          + "reference field"
      ]),
    Row(
      text: "count: records\n",
      replacement: "sum: area\n",
      errors: [
        "test.yaml:50:10: error: measure \"running\" has 0 decimals, but this has 2; add "
          + "decimals: 2"
      ]),
    Row(
      text: "count: records\n",
      replacement: "sum: name\n",
      errors: [
        "test.yaml:50:10: error: a number is needed here, but this is text; use a number "
          + "field, count(…) or sum(…)"
      ]),
    Row(
      text: "count: records\n",
      replacement: "count: records\n    if: \"size = small\"\n",
      errors: [
        "test.yaml:51:9: error: measure \"running\" counts records and has \"if\"; write "
          + "while: for what must hold as long as a record counts"
      ]),
    Row(
      text: "while: \"state = running\"",
      replacement: "while: \"keeper = 'x'\"",
      errors: [
        "test.yaml:51:13: error: measure \"running\" reads \"keeper\", which is sealed "
          + "(P2); make a derived field of what is needed, such as an age band, and read that"
      ]),
    Row(
      text: "while: \"state = running\"",
      replacement: "while: \"state = runing\"",
      errors: [
        "test.yaml:51:21: error: \"runing\" is neither an option nor a field; did you "
          + "mean \"running\"?"
      ]),
    Row(
      text: "while: \"state = running\"",
      replacement: "while: \"opened < on\"",
      errors: [
        "test.yaml:51:22: error: measure \"running\" reads \"on\", and would change by "
          + "itself from day to day; count an action, or make a derived field of what holds "
          + "on the day of the entry"
      ]),
    Row(
      text: "split: size",
      replacement: "split: keeper",
      errors: [
        "test.yaml:52:12: error: measure \"running\" is split by \"keeper\", which is "
          + "sealed; make a derived field of it, such as an age band, and split by that"
      ]),
    Row(
      text: "split: size",
      replacement: "split: area",
      errors: [
        "test.yaml:52:12: error: measure \"running\" is split by \"area\", which has too "
          + "many values; split by a choice, yes-no, unit, or a text with max: 60 or less"
      ]),
    Row(
      text: "split: size",
      replacement: "split: faults.kind",
      errors: [
        "test.yaml:52:12: error: measure \"running\" is split by items of \"faults\" but "
          + "does not count them; write sum: \"count(faults)\""
      ]),
    Row(
      text: "split: size",
      replacement: "unit: work",
      errors: [
        "test.yaml:52:11: error: measure \"running\" is a stock and cannot count for the "
          + "unit of the work; write unit: record or a field of type unit, since several "
          + "units work on a record"
      ]),
    Row(
      text: "split: size",
      replacement: "unit: name",
      errors: [
        "test.yaml:52:11: error: \"name\" is not a plain field of type unit; write one "
          + "of: work, record"
      ]),
    Row(
      text: "split: size",
      replacement: "day: opened",
      errors: [
        "test.yaml:52:10: error: measure \"running\" is a stock, which changes on the "
          + "day of the work; remove day"
      ]),
    Row(
      text: "split: size",
      replacement: "ceiling: 5",
      errors: [
        "test.yaml:52:14: error: measure \"running\" has a limit but no owner whose "
          + "balance is held against it; add owner: record, or a field that leads to a "
          + "record, such as session"
      ]),
    Row(
      text: "split: size",
      replacement: "ceiling: 5\n    owner: name",
      errors: [
        "test.yaml:53:12: error: \"name\" is not a field that leads to a record; write "
          + "one of: record"
      ]),
    Row(
      text: "split: size",
      replacement: "level: P2",
      errors: [
        "test.yaml:52:5: error: measure \"running\" is sealed; a number is P0 (public) "
          + "or P1 (internal)"
      ]),
    Row(
      text: "    in: 家\n  visited",
      replacement: "  visited",
      errors: [
        "test.yaml:47:3: error: measure \"running\" has no counting unit; add in: 家, 家次, "
          + "处, 人 or another"
      ]),
    Row(
      text: "distinct: shop",
      replacement: "distinct: shp",
      errors: [
        "test.yaml:57:15: error: \"shp\" is not a field that leads to a record; did you "
          + "mean \"shop\"?"
      ]),
    Row(
      text: "distinct: shop\n    action: make",
      replacement: "distinct: shop",
      errors: [
        "test.yaml:57:15: error: measure \"visited\" does not say which action makes a "
          + "member; add action: with one or more actions"
      ]),
    Row(
      text: "distinct: shop\n    action: make",
      replacement: "distinct: shop\n    action: made",
      errors: [
        "test.yaml:58:13: error: record \"visit\" has no action \"made\"; did you mean \"make\"?"
      ]),
    Row(
      text: "distinct: shop\n    action: make",
      replacement: "distinct: shop\n    while: \"state = long\"\n    action: make",
      errors: [
        "test.yaml:58:12: error: measure \"visited\" counts actions and has \"while\"; "
          + "write if: for a condition at the moment of the action"
      ]),
    Row(
      text: "distinct: shop\n    action: make",
      replacement: "distinct: shop\n    action: make\n    ceiling: 3\n    owner: shop",
      errors: [
        "test.yaml:59:14: error: measure \"visited\" counts different records and can "
          + "have no ceiling; count actions or records instead"
      ]),
    Row(
      text: "distinct: shop\n    action: make\n    in: 家",
      replacement: "sum: shop.area\n    decimals: 2\n    in: 家",
      errors: [
        "test.yaml:57:10: error: measure \"visited\" reads \"shop.area\", which may "
          + "change without this record; make a derived field with value: \"shop.area\", and "
          + "read that"
      ]),
    Row(
      text: "split: faults.kind",
      replacement: "split: faults.grade",
      errors: [
        "test.yaml:65:12: error: the items of \"faults\" have no field \"grade\"; write "
          + "one of: kind, fixed"
      ]),
  ]
}
