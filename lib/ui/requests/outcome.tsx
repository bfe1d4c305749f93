"use client";

import type { RequestView } from "#lib/core/contracts/request.ts";
import { adviceFor } from "#lib/core/requests/words.ts";
import { outcomeRows } from "./outcome-rows.ts";

/** What came of it: the bank's reference and balance, or what happened and what to do. */
export function Outcome({ view }: { view: RequestView }) {
  const rows = outcomeRows(view);
  const advice = adviceFor(view);
  const detail = view.failureDetail;
  return (
    <div className="space-y-3">
      {rows.length > 0 && (
        <dl data-testid="outcome" className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
          {rows.map((row) => (
            <div key={row.label} className="contents">
              <dt className="text-ink-soft">{row.label}</dt>
              <dd className="min-w-0 font-semibold break-words tabular-nums">{row.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {advice && (
        <div data-testid="advice" className="max-w-prose space-y-1 text-sm">
          <p className="font-medium">{advice.what}</p>
          <p className="text-ink-soft">{advice.next}</p>
        </div>
      )}
      {detail && (
        <p className="max-w-prose text-xs break-words text-ink-soft">Reason given: {detail}</p>
      )}
    </div>
  );
}
