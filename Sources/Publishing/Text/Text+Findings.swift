/// The words of a reading page about the text's own arithmetic.
extension Text {
  package static let findings = Text("数字核对", "The text's own arithmetic")
  package static let findingsSummary = Text(
    "不符 {0} 处，相符 {1} 处。", "{0} differences, {1} confirmations.")
  package static let findingsConfirmed = Text("相符之处", "Confirmations")
}
