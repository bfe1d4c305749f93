import { headers } from "next/headers";
import type { ReactNode } from "react";
import { openRequests } from "#lib/console/requests/open-requests.ts";
import { operatorContext } from "#lib/console/session/operator-context.ts";
import { pageData } from "./_components/page-data.ts";
import { WorkFrame } from "./_components/work-frame.tsx";

/** Every signed-in page: nothing of it without a session. Pages check again for themselves. */
export default async function WorkLayout({ children }: { children: ReactNode }) {
  const { operator, open } = await pageData(
    async () => {
      const ctx = await operatorContext();
      return { operator: ctx.operator, open: await openRequests({ ctx }) };
    },
    (await headers()).get("x-countersign-path") ?? "/desk",
  );
  return (
    <WorkFrame
      operator={{
        id: operator.id,
        name: operator.name,
        roles: operator.roles,
        branchId: operator.branchId,
        branchName: branchName(operator),
      }}
      initialOpen={open}
      serverNow={new Date().toISOString()}
    >
      {children}
    </WorkFrame>
  );
}

/** The branch's name; its id in readable form where the session does not know the name. */
function branchName(operator: { branchId: string; branchName?: string }): string {
  return (
    operator.branchName ??
    operator.branchId.replaceAll("-", " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
  );
}
