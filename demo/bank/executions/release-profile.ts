import type { z } from "zod";
import { type ProfileField, verifyCaller } from "#lib/core/flows/verify-caller.ts";
import type { Schema } from "../contract/schemas.ts";
import type { BankTransaction } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import type { OrderRow } from "../orders/lock-order.ts";

const details = verifyCaller.details as z.ZodType<{ fields: ProfileField[] }>;

/** The fields that the customer agreed to, once. What the bank does not have is left out. */
export async function releaseProfile(
  trx: BankTransaction,
  order: OrderRow,
): Promise<Pick<Schema<"ExecutionResult">, "released">> {
  const { fields } = details.parse(order.content.details);
  const customer = await trx
    .selectFrom("customer")
    .selectAll()
    .where("sub", "=", order.customerSub)
    .executeTakeFirstOrThrow();
  if (customer.status === "blocked")
    throw refuse("customer_blocked", "The customer was blocked meanwhile. Nothing was released.");
  const known: Record<ProfileField, string | null> = {
    full_name: customer.name,
    date_of_birth: customer.dateOfBirth,
    address: customer.address,
    phone: customer.phone,
    email: customer.email,
  };
  const released = fields.flatMap((field) => {
    const value = known[field];
    return value === null ? [] : [[field, value] as const];
  });
  return { released: Object.fromEntries(released) };
}
