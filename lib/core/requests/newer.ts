import { isOver, type RequestView } from "../contracts/request.ts";

/** The later of two views of one request; a view without a rival is later than none. */
export function newerView(known: RequestView | undefined, next: RequestView): RequestView {
  if (known === undefined || next.version > known.version) return next;
  if (next.version < known.version) return known;
  return next.pollCount >= known.pollCount ? next : known;
}

/**
 * A list with one view put in: replaced in its place if it is later, else added in front. The same
 * list comes back when nothing changed, so nothing is drawn again.
 */
export function putView(list: readonly RequestView[], next: RequestView): readonly RequestView[] {
  const known = list.find((each) => each.id === next.id);
  if (known === undefined) return [next, ...list];
  const winner = newerView(known, next);
  return winner === known ? list : list.map((each) => (each === known ? winner : each));
}

/**
 * What an answer of the server makes of the list: its open requests, each in its latest view, and
 * those that ended in this tab, which stay to be seen. `missing` ended elsewhere: read them.
 */
export function mergeOpen(
  known: readonly RequestView[],
  fetched: readonly RequestView[],
): { list: readonly RequestView[]; missing: string[] } {
  let list: readonly RequestView[] = known;
  for (const view of fetched.toReversed()) list = putView(list, view);
  const present = new Set(fetched.map((view) => view.id));
  const missing = list.filter((view) => !present.has(view.id) && !isOver(view));
  return { list, missing: missing.map((view) => view.id) };
}
