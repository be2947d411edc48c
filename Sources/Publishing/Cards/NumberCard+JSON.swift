package import Markup
import Quantities

extension NumberCard {
  /// The card for machines: the same content, with exact decimals as strings.
  package var json: JSON {
    [
      "demo": .bool(isDemo),
      "measure": .string(definition.measure),
      "title": .string(definition.title),
      "programme": .string(definition.version),
      "style": .string(definition.style.rawValue),
      "countingUnit": .string(definition.countingUnit),
      "open": .bool(definition.isOpen),
      "scope": [
        "unit": .string(scope.unit.code),
        "unitName": .string(scope.unit.name),
        "from": .string(scope.from.description),
        "to": .string(scope.to.description),
        "part": JSON(scope.part?.code),
      ],
      "value": .string(value.description),
      "opening": JSON(opening?.description),
      "transfers": .array(
        transfers.map { transfer in
          [
            "day": .string(transfer.day.description),
            "amount": .string(transfer.amount.description),
          ]
        }),
      "sumHolds": sumHolds.map { .bool($0) } ?? .null,
      "breakdown": .array(
        breakdown.map { row in
          [
            "unit": .string(row.unit.code),
            "unitName": .string(row.unit.name),
            "value": .string(row.value.description),
          ]
        }),
      "breakdownRest": JSON(rest?.description),
      "contributions": [
        "count": contributions.count.map { .integer($0) } ?? .null,
        "sum": JSON(contributions.sum?.description),
        "amended": .integer(contributions.amended),
        "page": .integer(Int64(contributions.page)),
        "pages": contributions.pageCount.map { .integer(Int64($0)) } ?? .null,
        "rows": .array(contributions.rows.map(\.json)),
      ],
      "checkpoint": checkpoint.map(\.json) ?? .null,
    ]
  }
}

extension NumberCard.Contribution {
  fileprivate var json: JSON {
    [
      "seq": .integer(seq),
      "day": .string(day.description),
      "unit": .string(unit.code),
      "action": .string(action),
      "delta": .string(delta.description),
    ]
  }
}

extension NumberCard.Checkpoint {
  /// The same for machines.
  package var json: JSON {
    ["size": .integer(size), "root": .string(root), "note": .string(note)]
  }
}
