import { describe, expect, test } from "vitest";
import { customerLanguage } from "#lib/core/contracts/order.ts";
import { directionOf, languageNames, phoneStrings } from "#lib/ui/phone/strings/catalogue.ts";

/** Every word as "a.b.c" → text; functions are called with an argument that they must show. */
function flat(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[path, value]]);
  if (typeof value === "function") {
    const counts = [1, 2, 3, 11, 100].map((count) => [`${path}(${count})`, String(value(count))]);
    return new Map(counts as [string, string][]);
  }
  return new Map(
    Object.entries(value as object).flatMap(([key, inner]) => [
      ...flat(inner, path === "" ? key : `${path}.${key}`),
    ]),
  );
}

const all = Object.fromEntries(
  customerLanguage.options.map((language) => [language, flat(phoneStrings[language])]),
) as Record<"en" | "de" | "ar", Map<string, string>>;

describe("the phone's own words", () => {
  test("every language has every word, and none is empty", () => {
    for (const language of customerLanguage.options) {
      expect([...all[language].keys()]).toEqual([...all.en.keys()]);
      for (const [key, text] of all[language])
        expect(text.trim(), `${language} ${key}`).not.toBe("");
    }
  });

  test("no word was left untranslated", () => {
    const languageFree = /^pin\.digit|^devices\.remove\(|^devices\.removeTitle/;
    for (const language of ["de", "ar"] as const) {
      const same = [...all[language]].filter(
        ([key, text]) => text === all.en.get(key) && !languageFree.test(key),
      );
      expect(same, language).toEqual([]);
    }
  });

  test("Arabic words are written in Arabic", () => {
    for (const [key, text] of all.ar)
      if (!key.startsWith("pin.digit")) expect(text, key).toMatch(/[\u0600-\u06ff]/);
  });

  test("the customer never reads the protocol's words", () => {
    for (const texts of Object.values(all))
      for (const text of texts.values())
        expect(text).not.toMatch(/CIBA|token|OAuth|authentication request|session|receipt|JSON/i);
  });

  test("every language can be chosen, and Arabic runs from right to left", () => {
    expect(languageNames.map((each) => each.language).sort()).toEqual(
      [...customerLanguage.options].sort(),
    );
    expect(directionOf("ar")).toBe("rtl");
    expect(directionOf("de")).toBe("ltr");
  });
});
