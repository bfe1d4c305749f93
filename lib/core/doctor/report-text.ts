import { type CheckResult, type CheckState, countStates, type DoctorReport } from "./report.ts";

const signs: Record<CheckState, string> = { ok: "✓", warning: "!", fault: "✗", skipped: "–" };
const gravest: readonly CheckState[] = ["fault", "warning", "skipped"];

/** "19 ok, 1 warning, 1 fault, 2 skipped"; what there is none of is left out, but for ok. */
export function summaryOf(results: readonly CheckResult[]): string {
  const counts = countStates(results);
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  return [
    `${counts.ok} ok`,
    ...(counts.warning ? [plural(counts.warning, "warning")] : []),
    ...(counts.fault ? [plural(counts.fault, "fault")] : []),
    ...(counts.skipped ? [`${counts.skipped} skipped`] : []),
  ].join(", ");
}

/**
 * The report as plain text: a line for each check, then for all that is not ok what it means and
 * what to do, gravest first. `paint` may colour a line; the signs say it all without.
 */
export function reportText(
  report: DoctorReport,
  paint: (state: CheckState, text: string) => string = (_, text) => text,
): string {
  const { results } = report;
  const width = Math.max(...results.map(({ title }) => title.length));
  const lines = results.map(({ state, title, found }) =>
    paint(state, `${signs[state]} ${title.padEnd(width)}  ${found}`),
  );
  const details = gravest.flatMap((state) =>
    alike(results.filter((result) => result.state === state)).map((group) => detail(group, paint)),
  );
  const seconds = (report.tookMs / 1000).toFixed(1);
  return [
    `Countersign doctor, ${report.startedAt}`,
    "",
    ...lines,
    ...details.flatMap((text) => ["", text]),
    "",
    `${summaryOf(results)} (${seconds} s)`,
    "",
  ].join("\n");
}

/** Results with the same meaning and the same advice, together. */
function alike(results: readonly CheckResult[]): CheckResult[][] {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    const key = `${result.meaning}\n${result.todo}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()];
}

function detail(
  group: readonly CheckResult[],
  paint: (state: CheckState, text: string) => string,
): string {
  const [first] = group as [CheckResult, ...CheckResult[]];
  return [
    paint(first.state, `${signs[first.state]} ${group.map(({ title }) => title).join(", ")}`),
    `  Means: ${first.meaning}`,
    ...(first.todo ? [`  Do:    ${first.todo}`] : []),
  ].join("\n");
}
