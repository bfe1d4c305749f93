// Reads what the runners' JSON reporters counted.
import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * @param {string} file written by vitest's json reporter
 * @returns {Tally | undefined} undefined if the run did not get as far as to write it
 */
export function vitestTally(file) {
  const report = read(file);
  if (!report) return undefined;
  // A file that does not even load has no tests to count: it is one failure.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {string} file written by Playwright's json reporter
 * @returns {Tally | undefined}
 */
export function playwrightTally(file) {
  const report = read(file);
  if (!report) return undefined;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/**
 * The closing line that CI reads.
 * @param {Tally[]} tallies
 */
export function closingLine(tallies) {
  const sum = (name) => tallies.reduce((total, tally) => total + tally[name], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
