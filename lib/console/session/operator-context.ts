import { cookies } from "next/headers";
import { Refusal } from "#lib/core/errors.ts";
import type { Role } from "#lib/core/operators/roles.ts";
import { requireZone } from "#lib/platform/zone.ts";
import { type Operator, readSession } from "./read-session.ts";
import { requireRole } from "./require-role.ts";
import { sessionCookieName } from "./session-cookie.ts";

/** Who acts, checked a moment ago: every verb takes it. */
export interface OperatorContext {
  sessionId: string;
  operator: Operator;
}

/**
 * The signed-in operator of this request, from the cookie and the database. Throws `signed_out` or
 * `locked` (401), and `no_role` (403) without one of `roles`. `touch: false` for what the page does
 * by itself (streams, background reads).
 */
export async function operatorContext(
  options: { touch?: boolean; roles?: readonly Role[] } = {},
): Promise<OperatorContext> {
  requireZone("console");
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (!token)
    throw new Refusal("signed_out", "You are signed out. Sign in to go on.", { status: 401 });
  const session = await readSession(token, options.touch ?? true);
  if (session.state === "idle")
    throw new Refusal(
      "locked",
      "This screen was locked after a while without use. Sign in to go on.",
      {
        status: 401,
      },
    );
  if (session.state !== "open")
    throw new Refusal("signed_out", "You are signed out. Sign in to go on.", { status: 401 });
  requireRole(session.operator, options.roles);
  return { sessionId: session.sessionId, operator: session.operator };
}
