import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import { refuse } from "../http/refuse.ts";

/** What a customer's own phone shows of them. Only the device zone may ask. */
export async function readCustomer({ db, params }: Call): Promise<Schema<"CustomerProfile">> {
  const customer = await db
    .selectFrom("customer")
    .select(["sub", "name", "givenName", "language", "status"])
    .where("sub", "=", params.sub ?? "")
    .executeTakeFirst();
  if (!customer) throw refuse("unknown_customer", "Only customers of this bank can use its app.");
  return {
    sub: customer.sub,
    name: customer.name,
    given_name: customer.givenName,
    language: customer.language,
    status: customer.status,
  };
}
