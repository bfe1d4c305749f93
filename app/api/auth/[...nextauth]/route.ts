import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "#lib/console/session/auth-options.ts";
import { sessionCookieName } from "#lib/console/session/session-cookie.ts";
import { problemResponse } from "#lib/platform/http/problem-response.ts";
import { requireZone } from "#lib/platform/zone.ts";

async function handle(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  try {
    requireZone("console");
    const token = (await cookies()).get(sessionCookieName())?.value;
    return await NextAuth(request as never, context as never, authOptions(token));
  } catch (error) {
    return problemResponse(error);
  }
}

export { handle as GET, handle as POST };
