import { publicKeySet } from "#lib/console/op/client-keys.ts";
import { problemResponse } from "#lib/platform/http/problem-response.ts";
import { requireZone } from "#lib/platform/zone.ts";

export const dynamic = "force-dynamic";

/** Public keys of the console as an OP's client (`jwks_uri`), rotated with the key file. */
export async function GET(): Promise<Response> {
  try {
    requireZone("console");
    return Response.json(await publicKeySet(), {
      headers: { "cache-control": "public, max-age=60" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
