import type { ActionResult } from "#lib/core/errors.ts";

/** What a lost connection is to the operator: the same shape as any other "no". */
const offline = {
  ok: false,
  code: "console_unreachable",
  message: "The console's server did not answer. Check your connection, then try again.",
  faults: [],
} as const;

/**
 * Calls a server action. A lost connection becomes a typed "no"; the end of the session leaves for
 * the sign-in page with its reason.
 */
export async function askServer<T>(call: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  let result: ActionResult<T>;
  try {
    result = await call();
  } catch {
    return offline;
  }
  if (!result.ok && result.code === "signed_out") leaveForSignIn("ended");
  if (!result.ok && result.code === "locked") leaveForSignIn("idle");
  return result;
}

/** Goes to the sign-in page, which brings the operator back here afterwards. */
export function leaveForSignIn(reason: "ended" | "idle"): void {
  const next = location.pathname + location.search;
  location.assign(`/sign-in?${new URLSearchParams({ reason, next })}`);
}
