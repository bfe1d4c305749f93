import { calculateJwkThumbprint } from "jose";
import { sql } from "kysely";
import type { PublicKeyJwk } from "#lib/core/contracts/receipt.ts";
import type { AccessToken } from "../auth/access-token.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import { lockSubject } from "../database/lock.ts";
import type { BankTransaction } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import { newId } from "../orders/random-ids.ts";

const loginMaxAgeSeconds = 300;
const devicesMax = 5;
const field = "X-Customer-Token";

/**
 * Pins a phone's key for the customer who has just logged in. One login, one device; the same call
 * again gets the same answer. Whoever already had a device waits with a new one, so that a stolen
 * password gives no approval at once.
 */
export async function enrolAuthenticator(call: Call): Promise<Schema<"EnrolledAuthenticator">> {
  const input = call.body as Schema<"EnrolRequest">;
  const login = freshLogin(call.principals.enrolling);
  const thumbprint = await checkedThumbprint(input.public_key_jwk);
  return call.db.transaction().execute(async (trx) => {
    await requireCustomer(trx, login.sub);
    await lockSubject(trx, "customer", login.sub);
    const used = await trx
      .selectFrom("authenticator")
      .selectAll()
      .where("enrolmentIss", "=", login.issuer)
      .where("enrolmentJti", "=", login.jti)
      .executeTakeFirst();
    if (used && used.keyThumbprint === thumbprint) return answerOf(used);
    if (used) throw refuse("token_used", "Log in again to enrol another device.", { field });
    const earlier = await trx
      .selectFrom("authenticator")
      .select(["removedAt"])
      .where("customerSub", "=", login.sub)
      .execute();
    if (earlier.filter((each) => each.removedAt === null).length >= devicesMax)
      throw refuse("too_many_authenticators", "Remove a device that is no longer used.");
    const coolDownSeconds = earlier.length > 0 ? call.settings.deviceCoolDownSeconds : 0;
    const pinned = await trx
      .insertInto("authenticator")
      .values({
        id: newId("auth"),
        customerSub: login.sub,
        deviceName: input.device_name,
        kind: input.kind,
        publicKeyJwk: JSON.stringify(input.public_key_jwk),
        keyThumbprint: thumbprint,
        enrolmentIss: login.issuer,
        enrolmentJti: login.jti,
        usableFrom: sql<Date>`now() + make_interval(secs => ${coolDownSeconds})`,
      })
      .onConflict((conflict) => conflict.column("keyThumbprint").doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!pinned)
      throw refuse("key_already_pinned", "Make a new key pair on the phone.", {
        field: "public_key_jwk",
      });
    return answerOf(pinned);
  });
}

/** A login of at most five minutes ago, by a token that can be told from every other. */
function freshLogin(token: AccessToken | undefined) {
  const authTime = token?.claims.auth_time;
  const age = typeof authTime === "number" ? Date.now() / 1000 - authTime : Number.NaN;
  if (!(age <= loginMaxAgeSeconds && age >= -5))
    throw refuse("stale_login", "Log in again: the last login must be at most 5 minutes old.", {
      field,
    });
  if (!token?.jti || !token.sub)
    throw refuse("unauthenticated", "The token names no customer, or has no id.", { field });
  return { issuer: token.issuer, sub: token.sub, jti: token.jti };
}

async function requireCustomer(trx: BankTransaction, sub: string): Promise<void> {
  const customer = await trx
    .selectFrom("customer")
    .select("status")
    .where("sub", "=", sub)
    .executeTakeFirst();
  if (!customer)
    throw refuse("unknown_customer", "Only customers of this bank can enrol a phone.", {
      field,
      status: 403,
    });
  if (customer.status === "blocked")
    throw refuse("customer_blocked", "Call the bank before you enrol a phone.", { status: 403 });
}

/** RFC 7638 thumbprint of a key that is a point of the curve; anything else is refused. */
async function checkedThumbprint(jwk: PublicKeyJwk): Promise<string> {
  try {
    await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, [
      "verify",
    ]);
    return await calculateJwkThumbprint(jwk);
  } catch {
    throw refuse("invalid_key", "Send a public key on the curve P-256.", {
      field: "public_key_jwk",
    });
  }
}

function answerOf(row: {
  id: string;
  customerSub: string;
  createdAt: Date;
  usableFrom: Date;
}): Schema<"EnrolledAuthenticator"> {
  return {
    authenticator_id: row.id,
    customer_sub: row.customerSub,
    created_at: row.createdAt.toISOString(),
    usable_from: row.usableFrom.toISOString(),
  };
}
