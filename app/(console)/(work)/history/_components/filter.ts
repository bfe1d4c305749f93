import type { HistoryFilter } from "#lib/core/contracts/quote.ts";
import { type RequestState, requestState } from "#lib/core/contracts/request.ts";

export type Search = Record<string, string | string[] | undefined>;

/** What the filter line offers, in the words of the screens. */
export const stateChoices: readonly { value: string; label: string; states: RequestState[] }[] = [
  { value: "open", label: "Open", states: ["requested", "pending"] },
  { value: "approved", label: "Approved", states: ["granted"] },
  { value: "declined", label: "Declined", states: ["denied"] },
  { value: "no-answer", label: "No answer", states: ["expired"] },
  { value: "withdrawn", label: "Withdrawn", states: ["cancelled"] },
  { value: "failed", label: "Not sent or stopped", states: ["failed"] },
];

export interface FilterValues {
  state: string;
  flow: string;
  text: string;
  from: string;
  to: string;
}

/** The filters that an address holds; whatever it does not know is left out. */
export function readFilter(search: Search): { values: FilterValues; cursor: string | undefined } {
  const one = (name: string) => {
    const value = search[name];
    return (Array.isArray(value) ? value[0] : value)?.trim().slice(0, 80) ?? "";
  };
  const day = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(one(name)) ? one(name) : "");
  const state = stateChoices.some((choice) => choice.value === one("state")) ? one("state") : "";
  return {
    values: { state, flow: one("flow"), text: one("text"), from: day("from"), to: day("to") },
    cursor: one("cursor") || undefined,
  };
}

/** The filters as the verb wants them; days are whole days of the server's own time zone. */
export function toHistoryFilter(
  values: FilterValues,
  scope: HistoryFilter["scope"],
  cursor: string | undefined,
): HistoryFilter {
  const states = stateChoices.find((choice) => choice.value === values.state)?.states;
  const from = instant(values.from, "T00:00:00");
  const to = instant(values.to, "T23:59:59.999");
  return {
    scope,
    ...(states ? { states: states.filter((each) => requestState.options.includes(each)) } : {}),
    ...(values.flow ? { flow: values.flow } : {}),
    ...(values.text ? { query: values.text } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

function instant(day: string, time: string): string | undefined {
  const date = new Date(day + time);
  return day === "" || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The address of the same filters on another page; the first page without a cursor. */
export function pageAddress(path: string, values: FilterValues, cursor?: string): string {
  const search = new URLSearchParams(
    Object.entries(values).filter(([, value]) => value !== "") as [string, string][],
  );
  if (cursor) search.set("cursor", cursor);
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export function isFiltered(values: FilterValues): boolean {
  return Object.values(values).some((value) => value !== "");
}
