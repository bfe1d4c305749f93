"use client";

import { ChevronRight } from "lucide-react";
import { Fragment, useState } from "react";
import { formatMoney } from "#lib/core/banking/money.ts";
import { groupCheckCode } from "#lib/core/contracts/digest.ts";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { newerView } from "#lib/core/requests/newer.ts";
import { cx } from "#lib/ui/base/cx.ts";
import { At } from "#lib/ui/base/when.tsx";
import { useOpenRequests } from "#lib/ui/live/use-requests.ts";
import { StateBadge } from "#lib/ui/requests/state-badge.tsx";
import { RowStory } from "./row-story.tsx";

const head =
  "lg:sticky lg:top-12 z-10 border-b border-line bg-surface px-3 py-2 text-left font-medium text-ink-soft";
const cell = "border-b border-line px-3 py-1.5 align-middle";

/** Requests, newest first; a row opens in place as its whole timeline. */
export function RequestTable({ rows, branch }: { rows: readonly RequestView[]; branch: boolean }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const live = useOpenRequests();
  const toggle = (id: string) =>
    setOpen((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <table className="w-full border-separate border-spacing-0 text-sm max-lg:block max-lg:overflow-x-auto">
      <caption className="sr-only">Requests, newest first</caption>
      <thead>
        <tr>
          <th scope="col" className={`${head} w-8`}>
            <span className="sr-only">Timeline</span>
          </th>
          <th scope="col" className={head}>
            Asked
          </th>
          <th scope="col" className={head}>
            State
          </th>
          <th scope="col" className={head}>
            Customer
          </th>
          <th scope="col" className={head}>
            What
          </th>
          <th scope="col" className={`${head} text-right`}>
            Amount
          </th>
          <th scope="col" className={head}>
            Code
          </th>
          {branch && (
            <th scope="col" className={head}>
              Asked by
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const latest = live.find((each) => each.id === row.id);
          const view = latest ? newerView(row, latest) : row;
          const isOpen = open.has(view.id);
          return (
            <Fragment key={view.id}>
              <tr
                className={cx("cursor-pointer hover:bg-hover", isOpen && "bg-sunken")}
                onClick={() => toggle(view.id)}
              >
                <td className={cell}>
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    aria-controls={`story-${view.id}`}
                    aria-label={`Timeline of ${view.customerName}, ${view.summary}`}
                    onClick={(event) => {
                      event.stopPropagation();
                      toggle(view.id);
                    }}
                    className="inline-flex size-6 items-center justify-center rounded"
                  >
                    <ChevronRight
                      aria-hidden
                      className={cx("size-4 transition-transform", isOpen && "rotate-90")}
                    />
                  </button>
                </td>
                <td className={`${cell} whitespace-nowrap`}>
                  <At at={view.createdAt} day />
                </td>
                <td className={cell}>
                  <StateBadge view={view} />
                </td>
                <td className={`${cell} whitespace-nowrap font-medium`}>{view.customerName}</td>
                <td className={`${cell} min-w-48`}>{view.summary}</td>
                <td className={`${cell} text-right whitespace-nowrap tabular-nums`}>
                  {view.amount ? formatMoney(view.amount, "en-GB") : "–"}
                </td>
                <td className={`${cell} font-mono whitespace-nowrap`}>
                  {groupCheckCode(view.checkCode)}
                </td>
                {branch && (
                  <td className={`${cell} whitespace-nowrap text-ink-soft`}>{view.operatorName}</td>
                )}
              </tr>
              {isOpen && (
                <tr id={`story-${view.id}`}>
                  <td colSpan={branch ? 8 : 7} className="border-b border-line bg-sunken px-4 py-4">
                    <RowStory id={view.id} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
