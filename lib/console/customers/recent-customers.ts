import { sql } from "kysely";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { database } from "../database.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { customerCard } from "./customer-card.ts";

const MAX_CUSTOMERS = 8;

/** Customers whom this operator looked up while the look-up still allows a request; newest first. */
export async function recentCustomers({ ctx }: { ctx: OperatorContext }): Promise<CustomerCard[]> {
  const rows = await database()
    .selectFrom("lookups")
    .where("operatorId", "=", ctx.operator.id)
    .where(
      "createdAt",
      ">",
      sql<Date>`now() - make_interval(secs => ${consoleConfig().CONSOLE_LOOKUP_SECONDS})`,
    )
    .distinctOn("customerSub")
    .orderBy("customerSub")
    .orderBy("createdAt", "desc")
    .selectAll()
    .execute();
  const newest = rows
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .slice(0, MAX_CUSTOMERS);
  return Promise.all(newest.map((row) => customerCard(row, ctx.operator)));
}
