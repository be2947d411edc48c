import Quantities

extension FieldType {
  func identityNumber(_ value: Value, in context: ValueContext) throws(Fault) -> String {
    guard case .text(let text) = value else { throw .wanted("an identity number", "身份证号码") }
    let number: IdentityNumber
    do throws(IdentityNumber.Fault) {
      number = try IdentityNumber(checking: plain(text).uppercased())
    } catch {
      throw Fault(en: error.english, zh: error.chinese)
    }
    if let birth = number.birth, birth > context.today {
      throw Fault(
        en: "gives a birthday in the future; check digits 7 to 14",
        zh: "出生日期在今天之后，请核对第7至14位")
    }
    return number.text
  }

  func creditCode(_ value: Value) throws(Fault) -> String {
    guard case .text(let text) = value else { throw .wanted("a credit code", "统一社会信用代码") }
    do throws(CreditCode.Fault) {
      return try CreditCode(checking: plain(text)).text
    } catch {
      switch error {
      case .length:
        throw Fault(
          en: "does not have 18 characters; copy the credit code from the licence",
          zh: "统一社会信用代码应为18位，请对照营业执照重填")
      case .character(let character):
        throw Fault(
          en: "contains \"\(character)\", which no credit code has (I, O, S, V and Z are left out)",
          zh: "含有“\(character)”；信用代码不使用字母I、O、S、V、Z，请对照营业执照重填")
      case .checksum:
        throw Fault(
          en: "has a wrong check character; one of its characters is mistyped",
          zh: "校验码不符，至少有一位填错，请对照营业执照重填")
      }
    }
  }

  func phone(_ value: Value) throws(Fault) -> String {
    if case .text(let text) = value, let phone = Phone.normalised(plain(text)) { return phone }
    throw .wanted(
      "a phone number: 11 digits beginning with 13 to 19, or a land line such as 0352-2021234",
      "电话号码：11位手机号，或带区号的座机，例如0352-2021234")
  }

  func code(_ value: Value) throws(Fault) -> String {
    guard case .text(let text) = value else { throw .wanted("a unit's code", "单位代码") }
    let code = plain(text)
    guard !code.isEmpty, code.utf8.count <= 40, !code.unicodeScalars.contains(where: isControl)
    else { throw .wanted("a unit's code of at most 40 characters", "单位代码（不超过40个字符）") }
    return code
  }

  func list(
    _ value: Value, _ fields: [Field], in context: ValueContext
  ) throws(Fault) -> [[String: Value]] {
    guard case .list(let items) = value else { throw .wanted("a list", "列表") }
    // 500: a leaf holds at most 60 KiB, and no visit finds more.
    guard items.count <= 500 else {
      throw Fault(en: "has more than 500 items; split the entry", zh: "超过500项，请分开填报")
    }
    var kept: [[String: Value]] = []
    kept.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      kept.append(try self.item(item, number: index + 1, fields, in: context))
    }
    return kept
  }

  private func item(
    _ item: [String: Value], number: Int, _ fields: [Field], in context: ValueContext
  ) throws(Fault) -> [String: Value] {
    var kept: [String: Value] = [:]
    kept.reserveCapacity(item.count)
    for field in fields {
      guard let value = item[field.name] else {
        guard field.isRequired else { continue }
        throw Fault(
          en: "item \(number) lacks \"\(field.title.en)\"; give it",
          zh: "第\(number)项缺“\(field.title.zh)”，请补填")
      }
      do throws(Fault) {
        kept[field.name] = try field.type.normalised(value, in: context)
      } catch {
        throw Fault(
          en: "item \(number): \"\(field.title.en)\" \(error.en)",
          zh: "第\(number)项“\(field.title.zh)”\(error.zh)")
      }
    }
    guard kept.count == item.count else {
      let unknown = item.keys.filter { kept[$0] == nil }.sorted().joined(separator: ", ")
      throw Fault(
        en: "item \(number) has no field \(unknown); leave it out",
        zh: "第\(number)项没有字段\(unknown)，请去掉")
    }
    return kept
  }
}

extension IdentityNumber.Fault {
  var english: String {
    switch self {
    case .length: "does not have 18 characters; copy it from the identity card"
    case .characters: "may have only digits, and X at the end; copy it from the identity card"
    case .area: "begins with an impossible area code; check the first six digits"
    case .date: "contains a birthday that does not exist; check digits 7 to 14"
    case .checksum: "has a wrong check character; one of its digits is mistyped"
    }
  }

  var chinese: String {
    switch self {
    case .length: "身份证号码应为18位，请对照身份证重填"
    case .characters: "身份证号码只能是数字，末位可为X，请对照身份证重填"
    case .area: "前六位地区码不合格式，请核对"
    case .date: "出生日期不存在，请核对第7至14位"
    case .checksum: "校验位不符，至少有一位填错，请对照身份证重填"
    }
  }
}
