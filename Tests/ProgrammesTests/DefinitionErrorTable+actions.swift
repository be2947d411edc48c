extension DefinitionErrorTable {
  static let actions: [Row] = [
    Row(
      text: "name: [name]",
      replacement: "name: [nam]",
      errors: [
        "test.yaml:20:14: error: there is no field \"nam\"; did you mean \"name\"?"
      ]),
    Row(
      text: "name: [name]",
      replacement: "name: [name, faults]",
      errors: [
        "test.yaml:20:20: error: a key cannot contain \"faults\", which is a list, place "
          + "or long text; use short fields that name the record"
      ]),
    Row(
      text: "name: [name]",
      replacement: "name: []",
      errors: [
        "test.yaml:20:7: error: the key \"name\" has no fields; list one or more fields"
      ]),
    Row(
      text: "        to: running\n",
      replacement: "        to: runing\n",
      errors: [
        "test.yaml:30:15: error: no action leads to the state \"running\"; did you mean "
          + "\"runing\"?",
        "test.yaml:31:13: error: the state \"closed\" is never reached; let an action "
          + "that starts from new, or from a state reached, lead towards it",
        "test.yaml:51:21: error: \"running\" is neither an option nor a field; did you "
          + "mean \"runing\"?",
      ]),
    Row(
      text: "        to: running\n",
      replacement: "",
      errors: [
        "test.yaml:22:7: error: action \"open\" begins a record but leads to no state; "
          + "add to: with a state",
        "test.yaml:29:15: error: no action leads to the state \"running\"; write one of: closed",
        "test.yaml:30:13: error: the state \"closed\" is never reached; let an action "
          + "that starts from new, or from a state reached, lead towards it",
        "test.yaml:50:21: error: \"running\" is neither an option nor a field; write one "
          + "of: new, closed, area, faults, keeper, name, opened, size",
      ]),
    Row(
      text: "from: running\n",
      replacement: "from: runing\n",
      errors: [
        "test.yaml:30:15: error: no action leads to the state \"runing\"; did you mean "
          + "\"running\"?",
        "test.yaml:31:13: error: the state \"closed\" is never reached; let an action "
          + "that starts from new, or from a state reached, lead towards it",
      ]),
    Row(
      text: "from: new\n        to: running",
      replacement: "from: closed\n        to: running",
      errors: [
        "test.yaml:5:3: error: no action begins a record \"shop\"; write from: new at "
          + "one of its actions",
        "test.yaml:25:13: error: the state \"running\" is never reached; let an action "
          + "that starts from new, or from a state reached, lead towards it",
        "test.yaml:31:13: error: the state \"closed\" is never reached; let an action "
          + "that starts from new, or from a state reached, lead towards it",
      ]),
    Row(
      text: "fields: [name, keeper,",
      replacement: "fields: [nam, keeper,",
      errors: [
        "test.yaml:22:7: error: action \"open\" begins a record but cannot give "
          + "\"name\", which is required; add name to its fields",
        "test.yaml:27:18: error: there is no field \"nam\"; did you mean \"name\"?",
      ]),
    Row(
      text: "fields: [name, keeper,",
      replacement: "fields: [keeper,",
      errors: [
        "test.yaml:22:7: error: action \"open\" begins a record but cannot give "
          + "\"name\", which is required; add name to its fields"
      ]),
    Row(
      text: "fields: [length, shop.area]",
      replacement: "fields: [length, shop.arae]",
      errors: [
        "test.yaml:45:26: error: shop has no field \"arae\"; write one of: name, keeper, "
          + "area, size, opened, faults"
      ]),
    Row(
      text: "fields: [length, shop.area]",
      replacement: "fields: [length, length.area]",
      errors: [
        "test.yaml:45:26: error: \"length\" does not lead to a record; write \"length\" alone"
      ]),
    Row(
      text: "fields: [length, shop.area]",
      replacement: "fields: [length, length]",
      errors: [
        "test.yaml:45:26: error: action \"make\" of record \"visit\" names \"length\" "
          + "twice; keep one of them"
      ]),
    Row(
      text: "fields: [length, shop.area]",
      replacement: "fields: [length, shop.area]\n        registers: [shop]",
      errors: [
        "test.yaml:46:21: error: action \"make\" registers \"shop\" but cannot give "
          + "\"shop.name\", which is required; add shop.name to its fields"
      ]),
    Row(
      text: "fields: [length, shop.area]",
      replacement: "fields: [length, shop.area]\n        registers: [length]",
      errors: [
        "test.yaml:46:21: error: \"length\" is not a field that leads to a record; write "
          + "one of: shop"
      ]),
    Row(
      text: "fields: [length, shop.area]",
      replacement: "fields: [length, shop.area]\n        late: -1",
      errors: [
        "test.yaml:46:15: error: \"late\" of action \"make\" of record \"visit\" is "
          + "\"-1\"; write a whole number from 0 to 100000"
      ]),
    Row(
      text: "fields: [length, shop.area]",
      replacement: "fields: [length, shop.area]\n        at: home",
      errors: [
        "test.yaml:46:13: error: \"at\" is \"home\"; write work (the unit that does the "
          + "work) or record (the unit the record belongs to)"
      ]),
    Row(
      text: "        by: worker\n        when:",
      replacement: "        when:",
      errors: [
        "test.yaml:28:7: error: action \"close\" of record \"shop\" does not say who may "
          + "do it; add by: worker, or a list of roles"
      ]),
    Row(
      text: "{ if: \"count(faults) = 0\", zh: 有患, en: faults }",
      replacement: "{ if: \"count(faults) = 0\", zh: 有患 }",
      errors: [
        "test.yaml:33:15: error: a condition of action \"close\" of record \"shop\" has "
          + "no en; write { if: \"…\", zh: 不符合时的说明, en: what to say if it does not hold }"
      ]),
  ]
}
