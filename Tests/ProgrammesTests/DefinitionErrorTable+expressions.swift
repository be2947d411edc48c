extension DefinitionErrorTable {
  static let expressions: [Row] = [
    Row(
      text: "count(faults) = 0",
      replacement: "count(fault) = 0",
      errors: [
        "test.yaml:33:28: error: there is no field \"fault\"; did you mean \"faults\"?"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "count(faults)",
      errors: [
        "test.yaml:33:22: error: a condition of action \"close\" must be yes or no, but "
          + "this is a number; compare it with something, such as count(hazards) = 0"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "count(faults) = 'none'",
      errors: [
        "test.yaml:33:36: error: a number cannot be compared with text; compare values "
          + "of one type; text and options stand in ' '"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "keeper is empty",
      errors: [
        "test.yaml:33:22: error: a condition of action \"close\" reads \"keeper\", which "
          + "is sealed (P2); make a derived field of what is needed, such as an age band, "
          + "and read that"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "size = medium",
      errors: [
        "test.yaml:33:29: error: \"medium\" is neither an option nor a field; write one "
          + "of: small, large, area, faults, keeper, name, opened, size"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "size > small",
      errors: [
        "test.yaml:33:27: error: a choice has no order; use = or !=, or \"in [ … ]\" for "
          + "several options"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "name + 1 = 2",
      errors: [
        "test.yaml:33:27: error: \"+\" does not go with text and a number; calculate "
          + "with numbers, a date and a number of days, or the difference of two dates"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "count(faults where gone) = 0",
      errors: [
        "test.yaml:33:41: error: there is no field \"gone\"; write one of: area, faults, "
          + "keeper, name, opened, size, fixed, kind"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "all(faults.kind)",
      errors: [
        "test.yaml:33:26: error: all does not go with a choice; name a yes-no field, or "
          + "use count(… where …)"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "sum(faults.kind) = 0",
      errors: [
        "test.yaml:33:26: error: sum does not go with a choice; sum a number"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "name.area = 0",
      errors: [
        "test.yaml:33:22: error: \"name\" does not lead to a record; write \"name\" alone"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "cout(faults) = 0",
      errors: [
        "test.yaml:33:22: error: there is no function \"cout\"; did you mean \"count\"?"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "count(faults) = ",
      errors: [
        "test.yaml:33:38: error: a value is missing here; write a field's name, a "
          + "number, a date, text in ' ' or a function such as count(…)"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "count(faults) = 0 )",
      errors: [
        "test.yaml:33:40: error: the expression goes on after its end; join conditions "
          + "by \"and\" or \"or\", and put spaces around - + *"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "name = 'open",
      errors: [
        "test.yaml:33:29: error: a quotation mark that is never closed; write ' at the "
          + "end of the text"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "area ? 1",
      errors: [
        "test.yaml:33:27: error: the sign \"?\" has no meaning here; use = != < <= > >= "
          + "+ - * and or not in, and put text in ' '"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "state = runing",
      errors: [
        "test.yaml:33:30: error: \"runing\" is neither an option nor a field; did you "
          + "mean \"running\"?"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "size in [small, medium]",
      errors: [
        "test.yaml:33:38: error: \"medium\" is neither an option nor a field; write one "
          + "of: small, large, area, faults, keeper, name, opened, size"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "years(name, on) > 3",
      errors: [
        "test.yaml:33:28: error: a date is needed here, but this is text; name a date "
          + "field, \"on\" or a date such as 2022-07-31"
      ]),
    Row(
      text: "count(faults) = 0",
      replacement: "opened = 2022-02-30",
      errors: [
        "test.yaml:33:31: error: \"2022-02-30\" is neither a number nor a date; write "
          + "12, 1.5 or 2022-07-31, and put options that begin with a digit in ' '"
      ]),
  ]
}
