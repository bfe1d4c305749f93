import { readCookie, setCookie } from "#lib/device/enrolment/cookies.ts";
import { enrolDevice, enrolInput } from "#lib/device/enrolment/enrol-device.ts";
import { pageRoute } from "#lib/device/http.ts";
import { BODY_MAX_BYTES } from "#lib/device/tunables.ts";
import { json } from "#lib/platform/http/problem-response.ts";
import { readJsonBody } from "#lib/platform/http/read-json-body.ts";

export const dynamic = "force-dynamic";

export async function POST(request: Request): Promise<Response> {
  return pageRoute(request, async (ctx) => {
    const input = enrolInput.parse(await readJsonBody(request, BODY_MAX_BYTES));
    const cookie = readCookie(request.headers.get("cookie"), "countersign_enrol");
    const { enrolled, session } = await enrolDevice({ ctx, input: { cookie, ...input } });
    const response = json(enrolled, 201);
    const home = ctx.config.DEVICE_PUBLIC_URL;
    response.headers.append("set-cookie", setCookie(home, "countersign_phone", session));
    response.headers.append("set-cookie", setCookie(home, "countersign_enrol", undefined));
    return response;
  });
}
