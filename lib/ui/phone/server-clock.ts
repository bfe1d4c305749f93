/**
 * The server's clock as this phone knows it: the offset of the answer with the shortest round trip,
 * for there the guess is best. Phones' own clocks are often minutes off.
 */
let offsetMs = 0;
let bestRoundTripMs = Number.POSITIVE_INFINITY;

/** Learns from an answer that said `serverNow` (ISO 8601). Times are `Date.now()` of this phone. */
export function learnServerTime(serverNow: string, sentAtMs: number, receivedAtMs: number): void {
  const roundTripMs = receivedAtMs - sentAtMs;
  if (roundTripMs < 0) return;
  const learned = Date.parse(serverNow) - (sentAtMs + roundTripMs / 2);
  // Where the phone's clock was set anew, the old best is worth nothing.
  const clockJumped = Math.abs(learned - offsetMs) > roundTripMs / 2 + 2_000;
  if (roundTripMs > bestRoundTripMs && !clockJumped) return;
  bestRoundTripMs = roundTripMs;
  offsetMs = learned;
}

/** Milliseconds since the epoch by the server's clock. */
export function serverNowMs(): number {
  return Date.now() + offsetMs;
}

/** 83_400 ms → "1:23"; never negative; rounds up, so "0:01" is the last one before the end. */
export function clockText(leftMs: number, locale: string): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const digits = new Intl.NumberFormat(locale, { useGrouping: false });
  const padded = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  return `${digits.format(Math.floor(seconds / 60))}:${padded.format(seconds % 60)}`;
}
