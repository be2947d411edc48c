package import Markup
package import Programmes
import Publishing
import Quantities

extension Dashboard {
  /// The front page for machines: the same content, with exact decimals as strings.
  package func json(isDemo: Bool, language: Language) -> JSON {
    let stories = [lead].compactMap { $0 } + counts + growth + bounds + others
    return [
      "demo": .bool(isDemo),
      "unit": .string(unit.code),
      "unitName": .string(unit.name),
      "month": .string(month.description),
      "cutoff": .string(cutoff.description),
      "targets": .array(stories.map { $0.json(language) }),
      "programmes": .array(
        programmes.map { group in
          [
            "title": .string(group.title),
            "measures": .array(group.lines.map { $0.json(language) }),
          ]
        }),
      "unitsWithoutRecords": silent.map { .array($0.map { .string($0.code) }) } ?? .null,
    ]
  }
}

extension Dashboard.Story {
  /// The same for machines.
  package func json(_ language: Language) -> JSON {
    [
      "id": .string(target.description),
      "name": .string(name),
      "aim": .string(aim),
      "quote": .string(quote),
      "outcome": outcome.json(language),
      "light": JSON(light?.rawValue),
      "notes": .array(notes.map { .string(language($0)) }),
      "through": JSON(through?.description),
      "countingUnit": .string(countingUnit),
      "card": JSON(card?.address(in: language).text),
      "units": .array(
        children.map { child in
          [
            "unit": .string(child.unit.code),
            "unitName": .string(child.unit.name),
            "value": .string(child.value.description),
          ]
        }),
    ]
  }
}

extension Dashboard.Outcome {
  fileprivate func json(_ language: Language) -> JSON {
    switch self {
    case .completion(let actual, let aim, let percent, let pace):
      [
        "kind": "completion", "actual": .string(actual.description),
        "aim": .string(aim.description), "percent": .string(percent.description),
        "elapsedPercent": JSON(pace?.elapsed.description),
        "leadPoints": JSON(pace?.lead.description),
      ]
    case .difference(let actual, let by, _):
      [
        "kind": "difference", "actual": .string(actual.description),
        "difference": .string(by.description),
      ]
    case .margin(let actual, let by, _, let holds):
      [
        "kind": "margin", "actual": .string(actual.description),
        "margin": .string(by.description), "holds": .bool(holds),
      ]
    case .part(let actual):
      ["kind": "part", "actual": .string(actual.description)]
    case .open(let text, let actual):
      [
        "kind": "open", "actual": JSON(actual?.description), "text": .string(language(text)),
      ]
    }
  }
}

extension Dashboard.MeasureLine {
  fileprivate func json(_ language: Language) -> JSON {
    [
      "title": .string(title),
      "value": .string(value.description),
      "countingUnit": .string(countingUnit),
      "stock": .bool(isStock),
      "card": .string(card.address(in: language).text),
    ]
  }
}

extension TargetCard {
  /// The card for machines.
  package func json(isDemo: Bool, language: Language) -> JSON {
    [
      "demo": .bool(isDemo),
      "year": .integer(Int64(year)),
      "unit": .string(query.unit),
      "on": .string(query.on.description),
      "target": story.json(language),
      "indicator": JSON(indicator),
      "definition": JSON(definition),
      "formula": JSON(formula),
      "terms": .array(
        terms.map { term in
          [
            "measure": .string(term.name), "title": .string(term.title),
            "value": JSON(term.value?.description),
            "countingUnit": .string(term.countingUnit),
          ]
        }),
      "returns": .array(
        returns.map { item in
          [
            "period": .string(item.period), "vintage": .string(language(item.vintage)),
            "value": .string(item.value.description),
            "givenOn": .string(item.givenOn.description), "source": .string(item.source),
            "entry": JSON(item.entry),
          ]
        }),
      "checkpoint": checkpoint.map(\.json) ?? .null,
    ]
  }
}
