import { describe, expect, test } from "vitest";
import { newPinFault, pinDigits } from "#lib/ui/phone/pin-rules.ts";

describe("rules for a new PIN", () => {
  test.each(["2468", "1357", "1122", "13579086", "1212", "9874", "0912"])(
    "%s may be used",
    (pin) => {
      expect(newPinFault(pin)).toBeUndefined();
    },
  );

  test.each([
    ["", "too_short"],
    ["123", "too_short"],
    ["135790864", "too_long"],
    ["12a4", "not_digits"],
    ["1111", "all_same"],
    ["00000000", "all_same"],
    ["1234", "run"],
    ["0123", "run"],
    ["45678", "run"],
    ["4321", "run"],
    ["98765432", "run"],
  ] as const)("%s is refused as %s", (pin, fault) => {
    expect(newPinFault(pin)).toBe(fault);
  });

  test("what is typed or pasted keeps its digits only, at most eight", () => {
    expect(pinDigits(" 24-68 ")).toBe("2468");
    expect(pinDigits("123456789")).toBe("12345678");
  });

  test("digits of an Arabic or Persian keyboard count as the same PIN", () => {
    expect(pinDigits("٢٤٦٨")).toBe("2468");
    expect(pinDigits("۲۴۶۸")).toBe("2468");
  });
});
