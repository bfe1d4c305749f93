import { readCookie } from "#lib/device/enrolment/cookies.ts";
import { readEnrolment } from "#lib/device/enrolment/read-enrolment.ts";
import { pageRoute } from "#lib/device/http.ts";
import { json } from "#lib/platform/http/problem-response.ts";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  return pageRoute(request, async (ctx) => {
    const cookie = readCookie(request.headers.get("cookie"), "countersign_enrol");
    return json(await readEnrolment({ ctx, input: { cookie } }));
  });
}
