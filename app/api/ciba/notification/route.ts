import { receiveNotification } from "#lib/console/notification/receive-notification.ts";
import { problemResponse } from "#lib/platform/http/problem-response.ts";
import { readJsonBody } from "#lib/platform/http/read-json-body.ts";
import { requireZone } from "#lib/platform/zone.ts";

const MAX_BYTES = 32_768;

/** Where the OP calls back in ping and push mode: 204 on a token of ours, 401 on any other. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireZone("console");
    const bearer = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    await receiveNotification({ bearer, readBody: () => readJsonBody(request, MAX_BYTES) });
    return new Response(null, { status: 204 });
  } catch (error) {
    return problemResponse(error);
  }
}
