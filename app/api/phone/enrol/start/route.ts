import { setCookie } from "#lib/device/enrolment/cookies.ts";
import { startEnrolment } from "#lib/device/enrolment/start-enrolment.ts";
import { deviceRoute } from "#lib/device/http.ts";

export const dynamic = "force-dynamic";

/** A navigation: off to a fresh login at the customer issuer. */
export async function GET(): Promise<Response> {
  return deviceRoute(async (ctx) => {
    const { url, cookie } = await startEnrolment({ ctx });
    return new Response(null, {
      status: 302,
      headers: {
        location: url,
        "cache-control": "no-store",
        "set-cookie": setCookie(ctx.config.DEVICE_PUBLIC_URL, "countersign_enrol", cookie),
      },
    });
  });
}
