import type { Tone } from "#lib/core/requests/phase.ts";

export interface SignInReason {
  tone: Tone;
  title: string;
  next: string;
}

const unreachable: SignInReason = {
  tone: "bad",
  title: "The staff sign-in did not answer",
  next: "Nothing is wrong with your account. Try again in a minute; if it goes on, tell your help desk.",
};

const unfinished: SignInReason = {
  tone: "warn",
  title: "The sign-in was not finished",
  next: "It took too long, was stopped, or was opened twice. Sign in again.",
};

const notAllowed: SignInReason = {
  tone: "warn",
  title: "Your account may not use this console",
  next: "It has none of the roles teller, agent, supervisor or auditor. Ask your supervisor for one, then sign in again.",
};

const ended: SignInReason = {
  tone: "info",
  title: "Your session has ended",
  next: "Sign in again to go on where you were. Requests that you sent go on meanwhile.",
};

/** Reasons that we give ourselves (`?reason=`). */
const reasons = new Map<string, SignInReason>([
  [
    "signed_out",
    {
      tone: "good",
      title: "You are signed out",
      next: "Requests that you sent go on; you see them when you come back.",
    },
  ],
  ["ended", ended],
  ["idle", { ...ended, title: "Locked, because nothing happened for a while" }],
  ["role", notAllowed],
  ["op", unreachable],
]);

/** What next-auth says in `?error=`. @see https://next-auth.js.org/configuration/pages#error-page */
const nextAuthErrors = new Map<string, SignInReason>([
  ["AccessDenied", notAllowed],
  ["OAuthSignin", unreachable],
  ["Configuration", unreachable],
  ["SessionRequired", ended],
]);

/** Why the operator is on the sign-in page, in words; undefined when they just came. */
export function signInReason(
  reason: string | undefined,
  error: string | undefined,
): SignInReason | undefined {
  if (error !== undefined) return nextAuthErrors.get(error) ?? unfinished;
  if (reason === undefined) return undefined;
  return reasons.get(reason) ?? ended;
}

/** A page of this console to return to; anything else is the desk, so nobody is led elsewhere. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])/.test(next)) return "/desk";
  const url = new URL(next, "http://console.invalid");
  if (url.host !== "console.invalid" || url.pathname.startsWith("/sign-in")) return "/desk";
  return url.pathname === "/" ? "/desk" : url.pathname + url.search;
}
