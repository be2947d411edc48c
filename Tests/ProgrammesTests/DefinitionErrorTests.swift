import ProgrammeFiles
import Programmes
import Testing

/// Every mistake in a definition has its place, what is wrong and what to write instead.
///
/// Each row changes one text of a sound definition; the rest of it stays as it is.
@Suite struct DefinitionErrorTests {
  static let sound = """
    programme: shops
    version: 1
    title: { zh: 商铺, en: Shops }
    records:
      shop:
        thing: { zh: 店, en: shop }
        fields:
          name: { type: text, required: yes, title: { zh: 名, en: Name } }
          keeper: { type: text, level: P2, title: { zh: 人, en: Keeper } }
          area: { type: decimal, places: 2, title: { zh: 积, en: Area } }
          size: { choice: [small, large], title: { zh: 型, en: Size } }
          opened: { type: date, title: { zh: 日, en: Opened } }
          faults:
            type: list
            title: { zh: 患, en: Faults }
            of:
              kind: { choice: [gas, exit], required: yes, title: { zh: 种, en: Kind } }
              fixed: { type: yes-no, title: { zh: 改, en: Fixed } }
        keys:
          name: [name]
        actions:
          open:
            title: { zh: 开, en: Open }
            from: new
            to: running
            by: worker
            fields: [name, keeper, area, size, opened, faults]
          close:
            title: { zh: 关, en: Close }
            from: running
            to: closed
            by: worker
            when: { if: "count(faults) = 0", zh: 有患, en: faults }
      visit:
        case: { zh: 访, en: visit }
        about: shop
        fields:
          length: { type: integer, title: { zh: 时, en: Length } }
        actions:
          make:
            title: { zh: 访, en: Make }
            from: new
            to: { long: "length > 60", short: otherwise }
            by: worker
            fields: [length, shop.area]
    measures:
      running:
        title: { zh: 数, en: Running }
        of: shop
        count: records
        while: "state = running"
        split: size
        in: 家
      visited:
        title: { zh: 访, en: Visited }
        of: visit
        distinct: shop
        action: make
        in: 家
      faults:
        title: { zh: 患, en: Faults }
        of: shop
        sum: "count(faults)"
        action: open
        split: faults.kind
        in: 处
    """

  static func errors(in text: String) -> [String] {
    do {
      _ = try programmes(text)
      return []
    } catch {
      return (error as? DefinitionErrors)?.errors.map(\.description) ?? ["\(error)"]
    }
  }

  @Test func `the sound definition is sound`() {
    #expect(Self.errors(in: Self.sound) == [])
  }

  @Test(arguments: DefinitionErrorTable.rows)
  func `a mistake is reported with place and remedy`(row: DefinitionErrorTable.Row) {
    #expect(Self.sound.contains(row.text), "the table does not fit the definition")
    let changed = Self.sound.replacing(row.text, with: row.replacement, maxReplacements: 1)
    #expect(Self.errors(in: changed) == row.errors)
  }

  @Test func `all errors of all files are reported at once`() {
    let text = Self.sound
      .replacing("P2", with: "P4")
      .replacing("count(faults) = 0", with: "count(fault) = 0")
      .replacing("split: size", with: "split: sice")
    #expect(Self.errors(in: text).count == 3)
  }
}
