import { describe, expect, it } from "vitest";
import {
  pageAddress,
  readFilter,
  toHistoryFilter,
} from "#app/(console)/(work)/history/_components/filter.ts";
import { safeNext, signInReason } from "#app/(console)/sign-in/_components/reasons.ts";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { customerTrouble } from "#lib/core/requests/customer-trouble.ts";
import { parsePreferences, preferencesCookieText } from "#lib/ui/shell/preferences.ts";
import { exampleNow } from "./request-view.ts";

describe("the history's address", () => {
  it("keeps what it knows and drops the rest", () => {
    const { values, cursor } = readFilter({
      state: "declined",
      text: "  Alice ",
      from: "2026-11-01",
      to: "yesterday",
      cursor: "c1",
      colour: "red",
    });
    expect(pageAddress("/history", values, cursor)).toBe(
      "/history?state=declined&text=Alice&from=2026-11-01&cursor=c1",
    );
    expect(pageAddress("/history", readFilter({ state: "nonsense" }).values)).toBe("/history");
  });

  it("becomes the verb's filter, with whole days", () => {
    const { values } = readFilter({ state: "open", from: "2026-11-01", to: "2026-11-01" });
    const filter = toHistoryFilter(values, "mine", undefined);
    expect(filter.states).toEqual(["requested", "pending"]);
    const hours = (Date.parse(filter.to ?? "") - Date.parse(filter.from ?? "")) / 3_600_000;
    expect(hours).toBeCloseTo(24, 4);
    expect(toHistoryFilter(readFilter({ from: "2026-13-45" }).values, "mine", undefined)).toEqual({
      scope: "mine",
    });
  });
});

describe("the sign-in page", () => {
  it("leads back to pages of this console only", () => {
    expect(safeNext("/history?state=open")).toBe("/history?state=open");
    for (const odd of [undefined, "https://evil.test", "//evil.test", "/\\evil.test", "/sign-in?x"])
      expect(safeNext(odd)).toBe("/desk");
    expect(safeNext("/")).toBe("/desk");
  });

  it("says why the operator is there, and nothing when they just came", () => {
    expect(signInReason(undefined, undefined)).toBeUndefined();
    for (const reason of ["signed_out", "ended", "idle", "role", "op", "made-up"])
      expect(signInReason(reason, undefined)?.title).toBeTruthy();
    expect(signInReason(undefined, "AccessDenied")?.title).toMatch(/may not use/);
    expect(signInReason(undefined, "OAuthSignin")?.title).toMatch(/did not answer/);
    expect(signInReason(undefined, "constructor")?.title).toMatch(/not finished/);
  });
});

describe("what stands in the way of asking a customer", () => {
  const card: CustomerCard = {
    lookupId: "l-1",
    lookedUpAt: "2026-11-24T10:42:00.000Z",
    usableUntil: "2026-11-24T10:57:00.000Z",
    contact: "counter",
    customerName: "Alice Martin",
    language: "en",
    status: "active",
    hasPhone: true,
    accounts: [],
    matchedBy: "name",
  };

  it("is nothing for a customer who can be asked", () => {
    expect(customerTrouble(card, exampleNow)).toBeUndefined();
  });

  it("names the first reason, with what to do instead", () => {
    const code = (part: Partial<CustomerCard>) =>
      customerTrouble({ ...card, ...part }, exampleNow)?.code;
    expect(code({ status: "blocked", hasPhone: false })).toBe("blocked");
    expect(code({ hasPhone: false })).toBe("no_phone");
    expect(code({ nextAllowedAt: "2026-11-24T10:42:40.000Z" })).toBe("pause");
    expect(code({ nextAllowedAt: "2026-11-24T10:42:00.000Z" })).toBeUndefined();
    expect(code({ usableUntil: "2026-11-24T10:42:10.000Z" })).toBe("look_up_old");
  });

  it("says whose question is open and how long it has left", () => {
    const trouble = customerTrouble(
      {
        ...card,
        pending: {
          operatorName: "Tom",
          branchName: "Main Street",
          since: "2026-11-24T10:41:00.000Z",
          deadlineAt: "2026-11-24T10:42:41.000Z",
          mine: false,
        },
      },
      exampleNow,
    );
    expect(`${trouble?.what} ${trouble?.next}`).toBe(
      "Alice Martin already has a question from Tom (Main Street), 0:31 left. Wait for it, or ask Tom to withdraw it.",
    );
    expect(trouble?.requestId).toBeUndefined();
  });
});

describe("preferences", () => {
  it("survive the cookie, and anything broken is the default", () => {
    const chosen = { theme: "dark", contrast: "more", sound: false, letterKeys: false } as const;
    const cookie = preferencesCookieText(chosen);
    expect(parsePreferences(cookie.slice(cookie.indexOf("=") + 1, cookie.indexOf(";")))).toEqual(
      chosen,
    );
    const usual = { theme: "system", contrast: "system", sound: true, letterKeys: true };
    for (const text of [undefined, "", "%%%", "[]", "null", '{"theme":"pink","sound":"loud"}'])
      expect(parsePreferences(text)).toEqual(usual);
  });
});
