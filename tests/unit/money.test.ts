import { expect, test } from "vitest";
import { parseAmount } from "#lib/core/banking/money.ts";

test.each([
  ["500", 50_000],
  ["500.5", 50_050],
  ["500,50", 50_050],
  ["1,234.50", 123_450],
  ["1.234,50", 123_450],
  ["1 234,50", 123_450],
  ["1.234.567", 123_456_700],
  ["1,234,567.89", 123_456_789],
  ["0.01", 1],
])("%s is read exactly", (text, minor) => {
  expect(parseAmount(text, "EUR")).toEqual({
    ok: true,
    value: { amount_minor: minor, currency: "EUR" },
  });
});

test.each([
  ["", "empty"],
  ["1.234", "not_a_number"],
  ["1,234", "not_a_number"],
  ["5.001", "not_a_number"],
  ["0.005", "not_a_number"],
  ["0.005,10", "not_a_number"],
  ["12.3456", "too_precise"],
  ["1,23,456", "not_a_number"],
  ["1e3", "not_a_number"],
  ["-5", "not_positive"],
  ["0", "not_positive"],
  ["999999999999999", "too_large"],
])("%j is refused: %s", (text, fault) => {
  expect(parseAmount(text, "EUR")).toEqual({ ok: false, fault });
});
