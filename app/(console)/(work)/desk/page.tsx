import { recentCustomers } from "#lib/console/customers/recent-customers.ts";
import { readRequest } from "#lib/console/requests/read-request.ts";
import { operatorContext } from "#lib/console/session/operator-context.ts";
import { askingRoles } from "#lib/core/operators/roles.ts";
import { pageData } from "../_components/page-data.ts";
import { Desk } from "./_components/desk.tsx";

export const metadata = { title: "Desk" };

type Search = Promise<Record<string, string | string[] | undefined>>;

/** The desk: one field, and everything that comes of it. `?request=` shows a live request. */
export default async function DeskPage({ searchParams }: { searchParams: Search }) {
  const { request } = await searchParams;
  const here = typeof request === "string" ? `/desk?request=${request}` : "/desk";
  const data = await pageData(async () => {
    const ctx = await operatorContext();
    const asks = ctx.operator.roles.some((role) => askingRoles.includes(role));
    return {
      recent: asks ? await recentCustomers({ ctx }) : [],
      story:
        typeof request === "string"
          ? await readRequest({ ctx, input: { requestId: request } })
          : undefined,
    };
  }, here);
  return <Desk recent={data.recent} {...(data.story ? { story: data.story } : {})} />;
}
