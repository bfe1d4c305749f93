import { listRequests } from "#lib/console/requests/list-requests.ts";
import { operatorContext } from "#lib/console/session/operator-context.ts";
import { pageData } from "../_components/page-data.ts";
import {
  pageAddress,
  readFilter,
  type Search,
  toHistoryFilter,
} from "../history/_components/filter.ts";
import { History } from "../history/_components/history.tsx";

export const metadata = { title: "Branch" };

/** The branch's requests, for those who look after it; nothing can be changed here. */
export default async function BranchPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { values, cursor } = readFilter(await searchParams);
  const { rows, nextCursor } = await pageData(
    async () => {
      const ctx = await operatorContext({ roles: ["supervisor", "auditor"] });
      return listRequests({ ctx, input: toHistoryFilter(values, "branch", cursor) as never });
    },
    pageAddress("/branch", values, cursor),
  );
  return (
    <History
      title="Branch"
      note="Requests of everyone in the branch, newest first. You look; only who asked can act."
      path="/branch"
      values={values}
      cursor={cursor}
      rows={rows}
      nextCursor={nextCursor}
      branch
    />
  );
}
