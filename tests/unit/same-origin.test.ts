import { expect, test } from "vitest";
import { requireSameOrigin } from "#lib/platform/http/same-origin.ts";

const home = "http://localhost:4400";
const from = (headers: Record<string, string>, needOrigin?: boolean) => () =>
  requireSameOrigin(new Headers(headers), home, needOrigin);
const refused = expect.objectContaining({ code: "cross_origin", status: 403 });

test("our own page is let in", () => {
  expect(from({ origin: home })).not.toThrow();
  expect(from({ origin: home, "sec-fetch-site": "same-origin" })).not.toThrow();
});

test.each([
  "http://localhost:4401",
  "https://localhost:4400",
  "http://phone.localhost:4400",
  "http://localhost:4400.evil.example",
  "null",
])("another origin (%s) is refused", (origin) => {
  expect(from({ origin })).toThrow(refused);
  expect(from({ origin }, false)).toThrow(refused);
});

test("no origin at all is refused where state changes, and let in where only read", () => {
  expect(from({})).toThrow(refused);
  expect(from({}, false)).not.toThrow();
});

test.each(["cross-site", "same-site"])("Sec-Fetch-Site: %s is refused", (site) => {
  expect(from({ origin: home, "sec-fetch-site": site })).toThrow(refused);
  expect(from({ "sec-fetch-site": site }, false)).toThrow(refused);
});
