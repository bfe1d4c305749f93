import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type CustomerSeed, customers } from "#demo/seed/customers.ts";
import { demoPin } from "#demo/seed/demo-password.ts";
import { Browser } from "./browser.ts";
import { readSeededPhone, type SeededPhone, seededPhone } from "./seeded-phone.ts";
import type { Stack } from "./stack.ts";

const SESSION_COOKIE = "countersign_phone";

const enrolled = z.object({ device_id: z.string(), authenticator_id: z.string() });

/**
 * Enrols a phone for every persona that comes with one, by the HTTP steps that a phone takes: fresh
 * login at the customer issuer, own P-256 key, PIN. Those whose phone still works are left alone.
 * @returns what was done, in words
 * @throws a sentence that names the step that failed
 */
export async function seedPhones(stack: Stack, signal: AbortSignal): Promise<string> {
  const folder = join(stack.dataFolder, "phones");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const personas = customers.filter((customer) => customer.phoneEnrolled);
  const results = await Promise.all(
    personas.map(async (customer) => {
      const file = join(folder, `${customer.username}.json`);
      if (await stillWorks(file, stack.addresses.phone)) return 0;
      const phone = await enrol(customer, stack.addresses.phone, signal);
      writeFileSync(`${file}.new`, JSON.stringify(phone), { mode: 0o600 });
      renameSync(`${file}.new`, file);
      return 1;
    }),
  );
  const made = results.filter(Boolean).length;
  const words = `${personas.length} phones`;
  return made === 0 ? `${words}, enrolled before` : `${words}, ${made} enrolled now`;
}

async function stillWorks(file: string, phoneUrl: string): Promise<boolean> {
  const phone = readSeededPhone(file);
  if (!phone) return false;
  const answer = await fetch(`${phoneUrl}/api/phone/me`, {
    headers: { cookie: `${SESSION_COOKIE}=${phone.session}` },
    redirect: "manual",
  });
  return answer.status === 200;
}

/**
 * One enrolment, as a phone does it.
 * @param phoneUrl origin of the device zone
 */
export async function enrol(
  customer: CustomerSeed,
  phoneUrl: string,
  signal?: AbortSignal,
): Promise<SeededPhone> {
  const browser = new Browser(signal);
  const fail = (step: string, detail: string) =>
    new Error(`The phone of ${customer.name} could not be enrolled: ${step} (${detail}).`);

  const atOp = await browser.open(`${phoneUrl}/api/phone/enrol/start`);
  const form = atOp.passwordForm();
  if (!form) throw fail("the sign-in page has no form with a password", atOp.summary());
  const back = await browser.submit(form, {
    username: customer.username,
    password: customer.password,
  });
  if (!back.url.startsWith(`${phoneUrl}/`)) {
    throw fail("the sign-in did not lead back to the phone", back.summary());
  }

  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { kty, crv, x, y } = publicKey.export({ format: "jwk" });
  const answer = await browser.postJson(`${phoneUrl}/api/phone/devices`, {
    device_name: `${customer.givenName}'s phone`,
    pin: demoPin,
    public_key_jwk: { kty, crv, x, y },
  });
  const session = browser.cookie(phoneUrl, SESSION_COOKIE);
  if (answer.status !== 201 || !session) {
    throw fail("the phone's server refused the key", answer.summary());
  }
  const made = enrolled.parse(JSON.parse(answer.body));
  return seededPhone.parse({
    username: customer.username,
    customer_name: customer.name,
    private_key_jwk: privateKey.export({ format: "jwk" }),
    device_id: made.device_id,
    authenticator_id: made.authenticator_id,
    session,
  });
}
