import { logOutFromOp } from "#lib/console/session/log-out-from-op.ts";
import { json, problemResponse } from "#lib/platform/http/problem-response.ts";
import { requireZone } from "#lib/platform/zone.ts";

/** OpenID Connect Back-Channel Logout: the staff issuer says that a session ended. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireZone("console");
    const form = new URLSearchParams((await request.text()).slice(0, 16_384));
    await logOutFromOp(form.get("logout_token") ?? "");
    return json({});
  } catch (error) {
    return problemResponse(error);
  }
}
