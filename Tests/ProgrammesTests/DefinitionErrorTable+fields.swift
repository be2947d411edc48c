extension DefinitionErrorTable {
  static let fields: [Row] = [
    Row(
      text: "programme: shops",
      replacement: "programme: Shops",
      errors: [
        "test.yaml:1:12: error: \"Shops\" is not a name; use small letters a–z, digits "
          + "and single hyphens, beginning with a letter, at most 60"
      ]),
    Row(
      text: "version: 1",
      replacement: "version: one",
      errors: [
        "test.yaml:2:10: error: \"version\" of the programme is \"one\"; write a whole "
          + "number from 1 to 1000000"
      ]),
    Row(
      text: "version: 1",
      replacement: "verson: 1",
      errors: [
        "test.yaml:1:1: error: the programme has no version; add version: … at the top",
        "test.yaml:2:1: error: the programme has no key \"verson\"; did you mean \"version\"?",
      ]),
    Row(
      text: "title: { zh: 商铺, en: Shops }",
      replacement: "title: { zh: 商铺 }",
      errors: [
        "test.yaml:3:8: error: \"title\" of the programme has no en; write { zh: 中文, en: "
          + "English }"
      ]),
    Row(
      text: "title: { zh: 商铺, en: Shops }",
      replacement: "uses: [units]\ntitle: { zh: 商铺, en: Shops }",
      errors: [
        "test.yaml:3:8: error: there is no programme \"units\"; load it together with this one"
      ]),
    Row(
      text: "thing: { zh: 店, en: shop }",
      replacement: "thing: shop",
      errors: [
        "test.yaml:6:12: error: \"thing\" of record \"shop\" must be a mapping; write { "
          + "zh: …, en: … }"
      ]),
    Row(
      text: "    thing: { zh: 店, en: shop }",
      replacement: "    about: visit\n    thing: { zh: 店, en: shop }",
      errors: [
        "test.yaml:6:5: error: record \"shop\" is a thing, and only a case is about "
          + "something; make it a case or use a field of type { record: … }",
        "test.yaml:6:12: error: \"visit\" is a case, and a case is about a thing; use a "
          + "field of type { record: visit } instead",
      ]),
    Row(
      text: "    thing: { zh: 店, en: shop }",
      replacement: "    provides: units\n    thing: { zh: 店, en: shop }",
      errors: [
        "test.yaml:6:15: error: a record that provides units needs a field \"code\"; add "
          + "code: { type: text, … }",
        "test.yaml:6:15: error: a record that provides units needs a field \"from\"; add "
          + "from: { type: date, … }",
        "test.yaml:6:15: error: a record that provides units needs a field \"level\"; "
          + "add level: { type: choice, … }",
        "test.yaml:6:15: error: a record that provides units needs a field \"parent\"; "
          + "add parent: { type: unit, … }",
        "test.yaml:6:15: error: a record that provides units needs a field \"to\"; add "
          + "to: { type: date, … }",
      ]),
    Row(
      text: "    thing: { zh: 店, en: shop }",
      replacement: "    provides: money\n    thing: { zh: 店, en: shop }",
      errors: [
        "test.yaml:6:15: error: nothing is called \"money\" that a record could provide; "
          + "write units, accounts, periods or erasures"
      ]),
    Row(
      text: "name: { type: text,",
      replacement: "name: { type: txt,",
      errors: [
        "test.yaml:8:21: error: field \"name\" of record \"shop\" has the unknown type "
          + "\"txt\"; did you mean \"text\"?"
      ]),
    Row(
      text: "name: { type: text,",
      replacement: "name: { tipe: text,",
      errors: [
        "test.yaml:8:13: error: field \"name\" of record \"shop\" has no type; add type: "
          + "text, or another type",
        "test.yaml:8:15: error: field \"name\" of record \"shop\" has no key \"tipe\"; "
          + "did you mean \"type\"?",
      ]),
    Row(
      text: "name: { type: text,",
      replacement: "Name: { type: text,",
      errors: [
        "test.yaml:8:7: error: \"Name\" is not a name; use small letters a–z, digits and "
          + "single hyphens, beginning with a letter, at most 60",
        "test.yaml:20:14: error: there is no field \"name\"; write one of: keeper, area, "
          + "size, opened, faults",
        "test.yaml:27:18: error: there is no field \"name\"; write one of: keeper, area, "
          + "size, opened, faults",
      ]),
    Row(
      text: "name: { type: text, required: yes,",
      replacement: "name: { type: text, required: perhaps,",
      errors: [
        "test.yaml:8:37: error: \"required\" of field \"name\" of record \"shop\" is "
          + "\"perhaps\"; write yes or no"
      ]),
    Row(
      text: "required: yes, title: { zh: 名, en: Name }",
      replacement: "required: yes",
      errors: [
        "test.yaml:8:13: error: field \"name\" of record \"shop\" has no title; add "
          + "title: { zh: …, en: … }"
      ]),
    Row(
      text: "level: P2",
      replacement: "level: P4",
      errors: [
        "test.yaml:9:36: error: field \"keeper\" of record \"shop\" is P4, a state or "
          + "work secret; remove it: secrets must never be entered into this system"
      ]),
    Row(
      text: "level: P2",
      replacement: "level: secret",
      errors: [
        "test.yaml:9:36: error: field \"keeper\" of record \"shop\" has the level "
          + "\"secret\"; write P0 (public), P1 (internal), P2 (personal) or P3 (sensitive)"
      ]),
    Row(
      text: "places: 2,",
      replacement: "",
      errors: [
        "test.yaml:10:13: error: field \"area\" of record \"shop\" is a decimal without "
          + "places; add places: 2"
      ]),
    Row(
      text: "places: 2,",
      replacement: "places: 12,",
      errors: [
        "test.yaml:10:38: error: \"places\" of field \"area\" of record \"shop\" is "
          + "\"12\"; write a whole number from 1 to 9"
      ]),
    Row(
      text: "type: text, level: P2",
      replacement: "type: text, places: 2, level: P2",
      errors: [
        "test.yaml:9:29: error: \"places\" does not go with the type text; remove it, or "
          + "use the type decimal"
      ]),
    Row(
      text: "choice: [small, large]",
      replacement: "choice: [small, small]",
      errors: [
        "test.yaml:11:31: error: the option \"small\" stands twice; keep one of them"
      ]),
    Row(
      text: "choice: [small, large]",
      replacement: "choice: small",
      errors: [
        "test.yaml:11:23: error: the options of field \"size\" of record \"shop\" are no "
          + "list; write [a, b]"
      ]),
    Row(
      text: "opened: { type: date,",
      replacement: "opened: { record: hous,",
      errors: [
        "test.yaml:12:7: error: there is no record \"hous\"; write one of: shop, visit"
      ]),
    Row(
      text: "opened: { type: date,",
      replacement: "state: { type: date,",
      errors: [
        "test.yaml:12:7: error: \"state\" has a meaning of its own in expressions; call "
          + "the field otherwise, such as \"state-of-record\"",
        "test.yaml:27:44: error: there is no field \"opened\"; write one of: name, "
          + "keeper, area, size, state, faults",
      ]),
    Row(
      text: "type: date, title: { zh: 日, en: Opened }",
      replacement: "type: integer, min: 9, max: 1, title: { zh: 日, en: Opened }",
      errors: [
        "test.yaml:12:15: error: min of field \"opened\" of record \"shop\" is above "
          + "max; exchange them"
      ]),
    Row(
      text: "fixed: { type: yes-no,",
      replacement: "fixed: { type: yes-no, level: P3,",
      errors: [
        "test.yaml:18:34: error: a list's items share the level of the list; give the "
          + "level to the list, or make the personal part a field of its own"
      ]),
    Row(
      text: "fixed: { type: yes-no,",
      replacement: "fixed: { type: list, of: { a: { type: text, title: { zh: 甲, en: A } } },",
      errors: [
        "test.yaml:18:11: error: a list within a list; make the inner list a case of its own"
      ]),
  ]
}
