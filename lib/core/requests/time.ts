/** Whole seconds from `nowMs` until an instant, never below zero; undefined without an instant. */
export function secondsUntil(instant: string | undefined, nowMs: number): number | undefined {
  if (instant === undefined) return undefined;
  return Math.max(0, Math.ceil((Date.parse(instant) - nowMs) / 1000));
}

/** 48 → "0:48", 125 → "2:05", 3725 → "1:02:05". */
export function formatCountdown(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** The share of the time between two instants that is left, 0 to 1. */
export function shareLeft(from: string, until: string, nowMs: number): number {
  const whole = Date.parse(until) - Date.parse(from);
  if (whole <= 0) return 0;
  return Math.min(1, Math.max(0, (Date.parse(until) - nowMs) / whole));
}

/** "now", "12 s ago", "3 min ago", "2 h ago", "4 d ago". */
export function ago(instant: string, nowMs: number): string {
  const seconds = Math.floor((nowMs - Date.parse(instant)) / 1000);
  if (seconds < 2) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const dayAndClock = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** "10:42:07", in the zone of whoever looks. */
export function clockTime(instant: string): string {
  return clock.format(new Date(instant));
}

/** "24 Nov 2026, 10:42:07", in the zone of whoever looks. */
export function exactTime(instant: string): string {
  return dayAndClock.format(new Date(instant));
}
