import { Refusal, toProblem } from "#lib/core/errors.ts";
import { problemResponse } from "#lib/platform/http/problem-response.ts";
import { requireSameOrigin } from "#lib/platform/http/same-origin.ts";
import { requireZone } from "#lib/platform/zone.ts";
import { type DeviceContext, deviceContext } from "./context.ts";
import { readCookie } from "./enrolment/cookies.ts";
import { type PhoneContext, phoneContext } from "./enrolment/phone-session.ts";
import { authoriseConsole, type FollowContext } from "./follow/authorise-console.ts";

/** A route of this zone: zone first, every error an RFC 9457 problem. */
export async function deviceRoute(
  answer: (ctx: DeviceContext) => Promise<Response>,
): Promise<Response> {
  try {
    requireZone("device");
    return await answer(await deviceContext());
  } catch (error) {
    return deviceProblem(error);
  }
}

/** A route that our own pages call: what changes state must come from exactly our origin. */
export async function pageRoute(
  request: Request,
  answer: (ctx: DeviceContext) => Promise<Response>,
): Promise<Response> {
  return deviceRoute(async (ctx) => {
    requireSameOrigin(
      request.headers,
      ctx.config.DEVICE_PUBLIC_URL,
      request.method !== "GET" && request.method !== "HEAD",
    );
    return answer(ctx);
  });
}

/** A route that an enrolled phone calls. */
export async function phoneRoute(
  request: Request,
  answer: (ctx: PhoneContext) => Promise<Response>,
): Promise<Response> {
  return pageRoute(request, async (ctx) => {
    const token = readCookie(request.headers.get("cookie"), "countersign_phone");
    return answer(await phoneContext({ ctx, input: { token } }));
  });
}

/** A route that a console calls with its own token. */
export async function consoleRoute(
  request: Request,
  answer: (ctx: FollowContext) => Promise<Response>,
): Promise<Response> {
  return deviceRoute(async (ctx) =>
    answer(
      await authoriseConsole({
        ctx,
        input: { authorization: request.headers.get("authorization") },
      }),
    ),
  );
}

/** Like `problemResponse`, with the refusal's facts (attempts_left, decision, …) beside the code. */
function deviceProblem(error: unknown): Response {
  const response = problemResponse(error);
  if (!(error instanceof Refusal)) return response;
  const headers = new Headers(response.headers);
  // RFC 6750 §3: a token that was not accepted is answered with the scheme.
  if (error.code === "bearer_refused")
    headers.set("www-authenticate", 'Bearer error="invalid_token"');
  return new Response(JSON.stringify({ ...error.facts, ...toProblem(error) }), {
    status: response.status,
    headers,
  });
}
