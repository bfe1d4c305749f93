import { listRequests } from "#lib/console/requests/list-requests.ts";
import { operatorContext } from "#lib/console/session/operator-context.ts";
import { pageData } from "../_components/page-data.ts";
import { pageAddress, readFilter, type Search, toHistoryFilter } from "./_components/filter.ts";
import { History } from "./_components/history.tsx";

export const metadata = { title: "History" };

/** The operator's own requests. */
export default async function HistoryPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { values, cursor } = readFilter(await searchParams);
  const { rows, nextCursor } = await pageData(
    async () => {
      const ctx = await operatorContext();
      return listRequests({ ctx, input: toHistoryFilter(values, "mine", cursor) as never });
    },
    pageAddress("/history", values, cursor),
  );
  return (
    <History
      title="History"
      note="Your requests, newest first. Open a row to see every step."
      path="/history"
      values={values}
      cursor={cursor}
      rows={rows}
      nextCursor={nextCursor}
    />
  );
}
