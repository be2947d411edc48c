extension DefinitionErrorTable {
  static let clock: [Row] = [
    Row(
      text: "        by: worker\n        when: { if: \"count(faults) = 0\", zh: 有患, en: faults }",
      replacement: "        by: clock",
      errors: [
        "test.yaml:28:7: error: action \"close\" is done by the clock, but nothing says when; add "
          + "due: with a date or time field"
      ]),
    Row(
      text: "        to: closed\n        by: worker",
      replacement: "        to: closed\n        due: opened\n        by: worker",
      errors: [
        "test.yaml:32:14: error: action \"close\" has \"due\", but the clock may not do it; add "
          + "clock to its by:"
      ]),
    Row(
      text: "        to: closed\n        by: worker",
      replacement: "        to: closed\n        happened: yes\n        due: opened\n"
        + "        by: [worker, clock]",
      errors: [
        "test.yaml:32:9: error: action \"close\" is done by the clock, which reports nothing; "
          + "leave happened out"
      ]),
    Row(
      text: "        to: closed\n        by: worker",
      replacement: "        to: closed\n        due: area\n        by: [worker, clock]",
      errors: [
        "test.yaml:32:14: error: a date or time is needed here, but this is a number; name a field "
          + "of type date or time"
      ]),
    Row(
      text: "        to: closed\n        by: worker",
      replacement: "        to: closed\n        due: now\n        by: [worker, clock]",
      errors: [
        "test.yaml:32:14: error: \"due\" of action \"close\" reads \"now\", and would change by "
          + "itself; make a derived field of the moment of the entry"
      ]),
    Row(
      text: "        by: worker\n        fields: [length, shop.area]",
      replacement: "        by: clock\n        due: \"minutes-after(length, 5)\"\n"
        + "        fields: [length]",
      errors: [
        "test.yaml:45:14: error: action \"make\" begins a record, and the clock begins none; leave "
          + "new out of its from:",
        "test.yaml:45:29: error: a time is needed here, but this is a number; name a time field or "
          + "\"now\"",
      ]),
  ]

  static let postings: [Row] = [
    Row(
      text: "    distinct: shop\n    action: make",
      replacement: "    sum: length\n    action: make\n    from: shop\n    to: shops",
      errors: [
        "test.yaml:60:9: error: \"shops\" is not a field that leads to a record; did you mean "
          + "\"shop\"?"
      ]),
    Row(
      text: "    distinct: shop\n    action: make",
      replacement: "    sum: length\n    action: make\n    from: shop",
      errors: [
        "test.yaml:59:11: error: measure \"visited\" has only one side; add to: a field that leads "
          + "to a record"
      ]),
    Row(
      text: "    distinct: shop\n    action: make",
      replacement: "    sum: length\n    action: make\n    from: shop\n    to: shop\n"
        + "    owner: shop",
      errors: [
        "test.yaml:61:12: error: measure \"visited\" has from and to, which settle its parts, "
          + "units and balances; leave out owner"
      ]),
    Row(
      text: "    of: visit\n    distinct: shop\n    action: make",
      replacement: "    of: [visit, shop]\n    count: action\n    action: make",
      errors: [
        "test.yaml:56:17: error: no action of \"shop\" moves measure \"visited\"; name one of its "
          + "actions, or leave the record out of of:"
      ]),
    Row(
      text: "    of: visit\n    distinct: shop\n    action: make",
      replacement: "    of: [visit, shop]\n    count: records",
      errors: [
        "test.yaml:56:5: error: measure \"visited\" is of several records, but counts no action; "
          + "add action:, or count what the records hold in a measure for each"
      ]),
    Row(
      text: "    sum: \"count(faults)\"\n",
      replacement: "    sum: area\n    decimals: fen\n",
      errors: [
        "test.yaml:63:10: error: measure \"faults\" is money in whole fen, but this has 2 decimals"
          + "; sum a money field",
        "test.yaml:66:12: error: measure \"faults\" is split by items of \"faults\" but does not "
          + "count them; write sum: \"count(faults)\"",
      ]),
    Row(
      text: "    sum: \"count(faults)\"\n",
      replacement: "    sum: \"count(faults)\"\n    limits-if: \"size = small\"\n",
      errors: [
        "test.yaml:64:16: error: measure \"faults\" has \"limits-if\" but no limit; add ceiling: "
          + "or floor:"
      ]),
  ]
}
