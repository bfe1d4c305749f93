import { describe, expect, test } from "vitest";
import { canonicalDigest, checkCode, groupCheckCode } from "#lib/core/contracts/digest.ts";
import { receipt, verifyReceiptSignature } from "#lib/core/contracts/receipt.ts";
import type { CustomerWords } from "#lib/core/flows/customer-words.ts";
import type { UnsignedStatement } from "#lib/ui/phone/api/answers.ts";
import { createKey, importPrivateKey } from "#lib/ui/phone/keys/create-key.ts";
import { signReceipt } from "#lib/ui/phone/sign-receipt.ts";

const digest = await canonicalDigest({ order: "one" });
const otherDigest = await canonicalDigest({ order: "two" });

const statement: UnsignedStatement = {
  version: 1,
  order_digest: digest,
  language: "en",
  iss: "http://id.localhost:4402/customers",
  azp: "countersign-console",
  jti: "9d1c",
  nonce: "AAAAAAAAAAAAAAAAAAAAAA",
};

const words: CustomerWords = {
  template: "transfer/1",
  language: "en",
  direction: "ltr",
  asker: "Tara Teller, Main Street branch, asks you",
  where: "You are at the counter",
  headline: "Transfer money?",
  emphasis: "€500.00",
  rows: [{ label: "To", value: "Müller & Söhne ‏عبد الله" }],
  codeLabel: "Compare this with the code your bank shows you",
  code: groupCheckCode(checkCode(digest)),
  approve: "Approve",
  decline: "Decline",
  notMe: "This is not me",
};

async function sign(change: Partial<Parameters<typeof signReceipt>[0]> = {}) {
  const made = await createKey();
  const signed = await signReceipt({
    key: { privateKey: made.privateKey, authenticatorId: "auth_1", deviceId: "dev_1" },
    statement,
    decision: "approved",
    words,
    decidedAt: new Date("2026-11-24T10:42:00Z"),
    ...change,
  });
  return { made, signed };
}

describe("signing a receipt on the phone", () => {
  test("a receipt has the wire's form and verifies with the public key that the bank pins", async () => {
    const { made, signed } = await sign();
    expect(receipt.parse(signed)).toEqual(signed);
    expect(await verifyReceiptSignature(signed, made.publicKeyJwk)).toBe(true);
    expect(signed.decided_at).toBe("2026-11-24T10:42:00.000Z");
  });

  test("the hash of exactly the words on the screen is signed", async () => {
    const { signed } = await sign();
    expect(signed.statement.shown_text_hash).toBe(await canonicalDigest(words));
  });

  test.each([
    ["decision", { decision: "declined" }],
    ["order", { order_digest: otherDigest }],
    ["approval", { jti: "other" }],
    ["words", { shown_text_hash: otherDigest }],
  ] as const)("a changed %s no longer verifies", async (_what, change) => {
    const { made, signed } = await sign();
    const forged = { ...signed, statement: { ...signed.statement, ...change } };
    expect(await verifyReceiptSignature(forged, made.publicKeyJwk)).toBe(false);
  });

  test("another phone's key does not verify", async () => {
    const { signed } = await sign();
    const other = await createKey();
    expect(await verifyReceiptSignature(signed, other.publicKeyJwk)).toBe(false);
  });

  test("words with another order's check code are never signed", async () => {
    await expect(sign({ words: { ...words, code: "000 000" } })).rejects.toThrow(TypeError);
  });

  test("words in another language than the statement's are never signed", async () => {
    await expect(sign({ words: { ...words, language: "de" } })).rejects.toThrow(TypeError);
  });

  test("a made key cannot be exported, and neither can one that was handed over", async () => {
    const made = await createKey();
    expect(made.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("jwk", made.privateKey)).rejects.toThrow();
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
      "sign",
      "verify",
    ]);
    const imported = await importPrivateKey(await crypto.subtle.exportKey("jwk", pair.privateKey));
    expect(imported.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("jwk", imported)).rejects.toThrow();
  });
});
