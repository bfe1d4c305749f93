import type { Call } from "../call.ts";
import { refuse } from "../http/refuse.ts";

/** The client behind the call. The document lets no call in without one; this is for the compiler. */
export function requireCaller({ principals: { caller } }: Call) {
  if (!caller) throw refuse("unauthenticated", "Send the access token as a bearer token.");
  return caller;
}
