import { describe, expect, test } from "vitest";
import { readAdoption } from "#lib/ui/phone/keys/adoption-message.ts";

const origin = "http://localhost:4407";
const coordinate = "A".repeat(43);
const data = {
  type: "countersign-adopt",
  private_key_jwk: {
    kty: "EC",
    crv: "P-256",
    x: coordinate,
    y: coordinate,
    d: coordinate,
    ext: true,
    key_ops: ["sign"],
  },
  authenticator_id: "auth_1",
  device_id: "dev_1",
  session: "s",
};

describe("the demo's hand-over of a phone", () => {
  test("is taken from exactly the demo's origin", () => {
    expect(readAdoption({ origin, data }, origin)?.device_id).toBe("dev_1");
  });

  test.each([
    "http://localhost:4400",
    "http://localhost",
    "https://localhost:4407",
    "http://localhost:4407.evil.example",
    "null",
    "",
  ])("is refused from %s", (other) => {
    expect(readAdoption({ origin: other, data }, origin)).toBeUndefined();
  });

  test("is refused when it is another message or lacks the key", () => {
    expect(readAdoption({ origin, data: { ...data, type: "other" } }, origin)).toBeUndefined();
    expect(
      readAdoption({ origin, data: { ...data, private_key_jwk: {} } }, origin),
    ).toBeUndefined();
    expect(readAdoption({ origin, data: null }, origin)).toBeUndefined();
  });
});
