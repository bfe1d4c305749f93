import { z } from "zod";
import type { PublicKeyJwk } from "#lib/core/contracts/receipt.ts";
import type { components } from "./bank-api.generated.ts";
import { type Bank, callBank, notUnderstood } from "./call-bank.ts";

type Schemas = components["schemas"];
const pinned = z.object({
  authenticator_id: z.string().min(1).max(200),
  created_at: z.iso.datetime(),
  usable_from: z.iso.datetime(),
});

/**
 * Has the bank pin a phone's key for the customer whose fresh login `customerToken` is:
 * `POST /authenticators`. Throws `BankRefusal` (not a customer, login too old, too many) and `CallFailure`.
 */
export async function pinAuthenticator(
  bank: Bank,
  input: { customerToken: string; deviceName: string; publicKey: PublicKeyJwk },
): Promise<{ authenticatorId: string; usableFrom: Date }> {
  const { body } = await callBank(bank, {
    method: "POST",
    path: "/authenticators",
    headers: { "x-customer-token": input.customerToken },
    json: {
      device_name: input.deviceName,
      kind: "pin",
      public_key_jwk: input.publicKey,
    } satisfies Schemas["EnrolRequest"],
  });
  const parsed = pinned.safeParse(
    body as Schemas["EnrolledAuthenticator"] satisfies z.input<typeof pinned>,
  );
  if (!parsed.success) throw notUnderstood(parsed.error);
  return {
    authenticatorId: parsed.data.authenticator_id,
    usableFrom: new Date(parsed.data.usable_from),
  };
}

/** Has the bank forget a key: `DELETE /authenticators/{id}`. */
export async function unpinAuthenticator(bank: Bank, authenticatorId: string): Promise<void> {
  await callBank(bank, {
    method: "DELETE",
    path: `/authenticators/${encodeURIComponent(authenticatorId)}`,
  });
}
