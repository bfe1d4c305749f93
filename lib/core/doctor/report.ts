import { type CheckId, checkTitles } from "./checks.ts";
import { type VerdictId, verdicts } from "./verdicts.ts";

export type CheckState = "ok" | "warning" | "fault" | "skipped";

/** What one check found, and what that means. All sentences are for people and hold no secret. */
export interface CheckResult {
  id: CheckId;
  title: string;
  state: CheckState;
  found: string;
  meaning: string;
  /** Empty when there is nothing to do. */
  todo: string;
}

export interface DoctorReport {
  /** Instant of the start, ISO 8601. */
  startedAt: string;
  tookMs: number;
  results: CheckResult[];
}

/** What a check says: one verdict of the table, and the facts as a sentence. */
export interface Said {
  verdict: VerdictId;
  found: string;
}

/** A check's word on what it found. */
export function say(verdict: VerdictId, found: string): Said {
  return { verdict, found };
}

export function checkResult(id: CheckId, { verdict, found }: Said): CheckResult {
  return { id, title: checkTitles[id], found, ...verdicts[verdict] };
}

export function countStates(results: readonly CheckResult[]): Record<CheckState, number> {
  const counts = { ok: 0, warning: 0, fault: 0, skipped: 0 };
  for (const { state } of results) counts[state] += 1;
  return counts;
}
