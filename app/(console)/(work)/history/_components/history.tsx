import Link from "next/link";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { buttonClasses } from "#lib/ui/base/button.tsx";
import { type FilterValues, isFiltered, pageAddress } from "./filter.ts";
import { FilterBar } from "./filter-bar.tsx";
import { RequestTable } from "./request-table.tsx";

/** The history's page, of one operator or of a branch. */
export function History({
  title,
  note,
  path,
  values,
  cursor,
  rows,
  nextCursor,
  branch = false,
}: {
  title: string;
  note: string;
  path: string;
  values: FilterValues;
  cursor: string | undefined;
  rows: RequestView[];
  nextCursor: string | undefined;
  branch?: boolean;
}) {
  return (
    <div>
      <h1 className="text-xl font-semibold">{title}</h1>
      <p className="mb-4 text-ink-soft">{note}</p>
      <FilterBar path={path} values={values} />
      {rows.length > 0 ? (
        <RequestTable rows={rows} branch={branch} />
      ) : (
        <Empty path={path} filtered={isFiltered(values)} />
      )}
      {(cursor || nextCursor) && (
        <nav aria-label="Pages" className="mt-4 flex flex-wrap gap-2">
          {cursor && (
            <Link href={pageAddress(path, values)} className={buttonClasses("secondary")}>
              Newest
            </Link>
          )}
          {nextCursor && (
            <Link
              href={pageAddress(path, values, nextCursor)}
              className={buttonClasses("secondary")}
            >
              Older
            </Link>
          )}
        </nav>
      )}
    </div>
  );
}

function Empty({ path, filtered }: { path: string; filtered: boolean }) {
  return (
    <div className="rounded-lg border border-dashed border-line-strong p-8 text-center">
      <p className="font-semibold">{filtered ? "No request fits these filters" : "Nothing yet"}</p>
      <p className="mt-1 text-ink-soft">
        {filtered
          ? "Widen the dates, or show everything."
          : "What you send to customers is kept here with every step that it took."}
      </p>
      <Link href={filtered ? path : "/desk"} className={`${buttonClasses("secondary")} mt-4`}>
        {filtered ? "Show all" : "Go to the desk"}
      </Link>
    </div>
  );
}
