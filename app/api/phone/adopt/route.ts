import { adoptInput, adoptSession } from "#lib/device/enrolment/adopt-session.ts";
import { setCookie } from "#lib/device/enrolment/cookies.ts";
import { pageRoute } from "#lib/device/http.ts";
import { BODY_MAX_BYTES } from "#lib/device/tunables.ts";
import { json } from "#lib/platform/http/problem-response.ts";
import { readJsonBody } from "#lib/platform/http/read-json-body.ts";

export const dynamic = "force-dynamic";

/** Demo only (404 without DEVICE_DEMO_ORIGIN): a persona's session becomes this browser's cookie. */
export async function POST(request: Request): Promise<Response> {
  return pageRoute(request, async (ctx) => {
    const input = adoptInput.parse(await readJsonBody(request, BODY_MAX_BYTES));
    const response = json(await adoptSession({ ctx, input }));
    response.headers.append(
      "set-cookie",
      setCookie(ctx.config.DEVICE_PUBLIC_URL, "countersign_phone", input.session),
    );
    return response;
  });
}
