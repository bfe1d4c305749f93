import { languageInput, setLanguage } from "#lib/device/enrolment/set-language.ts";
import { phoneRoute } from "#lib/device/http.ts";
import { BODY_MAX_BYTES } from "#lib/device/tunables.ts";
import { readJsonBody } from "#lib/platform/http/read-json-body.ts";

export const dynamic = "force-dynamic";

export async function POST(request: Request): Promise<Response> {
  return phoneRoute(request, async (ctx) => {
    const input = languageInput.parse(await readJsonBody(request, BODY_MAX_BYTES));
    await setLanguage({ ctx, input });
    return new Response(null, { status: 204 });
  });
}
