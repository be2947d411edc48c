import Markup
import Testing

@Suite struct JSONTests {
  @Test func `members keep their order and text is escaped`() {
    let json: JSON = [
      "b": "a\"\\\n\u{1}\u{2028}街", "a": [1, true, .null], "empty": [], "none": .object([]),
    ]
    #expect(
      json.text == """
        {
          "b": "a\\"\\\\\\n\\u0001\\u2028街",
          "a": [
            1,
            true,
            null
          ],
          "empty": [],
          "none": {}
        }

        """)
  }
}
