import Programmes
import Quantities
import Testing

/// Identity numbers, credit codes and telephones: what is taken, and why the rest is not.
@Suite struct CodesTests {
  @Test(
    arguments: [
      ("11010519491231002X", nil), ("11010519491231002x", nil), ("440524188001010014", nil),
      ("110105194912310021", IdentityNumber.Fault.checksum),
      ("11010519491231002", .length), ("1101051949123100201", .length), ("", .length),
      ("11010519491331002X", .date), ("11010519490230002X", .date), ("11010500011231002X", .date),
      ("A1010519491231002X", .characters), ("1101051949123100XX", .characters),
      ("00010519491231002X", .area), ("11000019491231002X", .area),
    ] as [(String, IdentityNumber.Fault?)])
  func `identity numbers`(text: String, fault: IdentityNumber.Fault?) {
    do throws(IdentityNumber.Fault) {
      let number = try IdentityNumber(checking: text)
      #expect(fault == nil)
      #expect(number.text == text.uppercased())
    } catch {
      #expect(error == fault)
    }
  }

  @Test func `an identity number knows its birthday`() {
    #expect(IdentityNumber("11010519491231002X")?.birth == Day(year: 1949, month: 12, day: 31))
  }

  @Test(
    arguments: [
      ("91350100M000100Y43", nil), ("91350100m000100y43", nil),
      // The standard's own printed example, which its own rule refutes.
      ("91350100M000100Y4Z", CreditCode.Fault.character("Z")),
      ("91350100M000100Y44", .checksum), ("91350100M000100Y4", .length),
      ("9135010OM000100Y43", .character("O")), ("", .length),
    ] as [(String, CreditCode.Fault?)])
  func `credit codes`(text: String, fault: CreditCode.Fault?) {
    do throws(CreditCode.Fault) {
      let code = try CreditCode(checking: text)
      #expect(fault == nil)
      #expect(code.text == "91350100M000100Y43")
    } catch {
      #expect(error == fault)
    }
  }

  /// Phones and full-width digits go through a decision, as everything given does.
  @Test(
    arguments: [
      ("13812345678", "13812345678"), ("138 1234 5678", "13812345678"),
      ("+86 138-1234-5678", "13812345678"), ("１３８１２３４５６７８", "13812345678"),
      ("0352-2021234", "03522021234"), ("2021234", "2021234"), ("(010)65001234", "01065001234"),
      ("12812345678", nil), ("1381234567", nil), ("138123456789", nil), ("phone", nil),
      ("110", nil),
    ] as [(String, String?)])
  func `phones`(given: String, kept: String?) throws {
    let district = District(try bundled())
    let fields: [String: Value] = [
      "name": .text("张三"), "phone": .text(given), "residence": .text("140213062001"),
    ]
    let attempt = request("persons", "person.register", .new(id(1)), fields: fields)
    guard let kept else {
      #expect(refusal { try district.submit(attempt) }?.code == "field.invalid")
      return
    }
    let decision = try district.submit(attempt)
    #expect(decision.touches[0].writes.first { $0.name == "phone" }?.value == .text(kept))
  }
}
