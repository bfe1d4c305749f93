import { describe, expect, test } from "vitest";
import { declineReasons } from "#lib/ui/phone/decline-reasons.ts";
import { suggestDeviceName } from "#lib/ui/phone/device-name.ts";
import { pickLanguage } from "#lib/ui/phone/language-choice.ts";
import { clockText, learnServerTime, serverNowMs } from "#lib/ui/phone/server-clock.ts";

describe("the language of the first paint", () => {
  test("the customer's earlier choice wins", () => {
    expect(pickLanguage("ar", "de-DE,de;q=0.9")).toBe("ar");
  });
  test("else the browser's first wish that we speak", () => {
    expect(pickLanguage(undefined, "fr-FR,de-AT;q=0.8,en;q=0.5")).toBe("de");
    expect(pickLanguage("xx", "AR")).toBe("ar");
  });
  test("else English", () => {
    expect(pickLanguage(undefined, "fr")).toBe("en");
    expect(pickLanguage(undefined, null)).toBe("en");
  });
});

describe("the suggested name of a device", () => {
  test.each([
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Safari/604.1", "iPhone"],
    ["Mozilla/5.0 (Linux; Android 16; Pixel 9 Pro Build/BP2A) Chrome/142 Mobile", "Pixel 9 Pro"],
    ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142 Mobile", "Android"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142 Safari/537.36 Edg/142", "Edge, Windows"],
    ["Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142 Safari/537.36", "Chrome, Linux"],
    ["curl/8", ""],
  ])("%s", (userAgent, name) => {
    expect(suggestDeviceName(userAgent)).toBe(name);
  });
});

describe("the server's clock", () => {
  test("a wrong clock of the phone does not change the time left", () => {
    const now = Date.now();
    learnServerTime(new Date(now + 300_000).toISOString(), now - 100, now + 100);
    expect(Math.abs(serverNowMs() - (Date.now() + 300_000))).toBeLessThan(50);
    learnServerTime(new Date(now + 300_400).toISOString(), now - 1_000, now + 1_000);
    expect(Math.abs(serverNowMs() - (Date.now() + 300_000))).toBeLessThan(50);
  });

  test("a phone whose clock was set anew learns again, even from a slow answer", () => {
    const now = Date.now();
    learnServerTime(new Date(now).toISOString(), now - 400, now + 400);
    expect(Math.abs(serverNowMs() - Date.now())).toBeLessThan(50);
  });

  test("the last second reads 0:01 and the end 0:00", () => {
    expect(clockText(83_400, "en-GB")).toBe("1:24");
    expect(clockText(1, "en-GB")).toBe("0:01");
    expect(clockText(0, "en-GB")).toBe("0:00");
    expect(clockText(-5_000, "de-DE")).toBe("0:00");
  });
});

test("amount and payee are reasons only where there are any; four taps for a transfer", () => {
  expect(declineReasons("transfer/1").map((each) => each.reason)).toEqual([
    "wrong_amount",
    "wrong_payee",
    "changed_mind",
    "did_not_understand",
  ]);
  expect(declineReasons("verify-caller/1").map((each) => each.reason)).not.toContain(
    "wrong_amount",
  );
});
