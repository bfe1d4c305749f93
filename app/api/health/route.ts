import { zone } from "#lib/platform/config/zone.ts";
import { json } from "#lib/platform/http/problem-response.ts";

export const dynamic = "force-dynamic";

/** Alive, and of which zone. */
export function GET(): Response {
  return json({ status: "ok", zone: zone() });
}
