import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";

/** The customer's devices, oldest first, without the removed ones. */
export async function listAuthenticators(call: Call): Promise<Schema<"AuthenticatorList">> {
  const rows = await call.db
    .selectFrom("authenticator")
    .select(["id", "deviceName", "kind", "createdAt", "usableFrom"])
    .where("customerSub", "=", call.query.sub ?? "")
    .where("removedAt", "is", null)
    .orderBy("createdAt")
    .execute();
  return {
    authenticators: rows.map((row) => ({
      authenticator_id: row.id,
      device_name: row.deviceName,
      kind: row.kind,
      created_at: row.createdAt.toISOString(),
      usable_from: row.usableFrom.toISOString(),
    })),
  };
}
