import { readCookie, setCookie } from "#lib/device/enrolment/cookies.ts";
import { finishEnrolmentLogin } from "#lib/device/enrolment/finish-enrolment-login.ts";
import { deviceRoute } from "#lib/device/http.ts";
import { asRefusal } from "#lib/platform/http/problem-response.ts";

export const dynamic = "force-dynamic";

/** The way back from the login. A person is looking: faults go to the page as `?problem=<code>`. */
export async function GET(request: Request): Promise<Response> {
  return deviceRoute(async (ctx) => {
    const home = ctx.config.DEVICE_PUBLIC_URL;
    const go = (location: string, cookie: string | undefined) =>
      new Response(null, {
        status: 302,
        headers: {
          location,
          "cache-control": "no-store",
          "referrer-policy": "no-referrer",
          "set-cookie": setCookie(home, "countersign_enrol", cookie),
        },
      });
    try {
      const { cookie } = await finishEnrolmentLogin({
        ctx,
        input: {
          cookie: readCookie(request.headers.get("cookie"), "countersign_enrol"),
          query: new URL(request.url).search,
        },
      });
      return go(`${home}/phone/enrol`, cookie);
    } catch (error) {
      return go(`${home}/phone/enrol?problem=${asRefusal(error).code}`, undefined);
    }
  });
}
