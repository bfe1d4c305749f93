import { headers } from "next/headers";
import type { ActionResult } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { asRefusal } from "#lib/platform/http/problem-response.ts";
import { requireSameOrigin } from "#lib/platform/http/same-origin.ts";
import { requireZone } from "#lib/platform/zone.ts";
import { type OperatorContext, operatorContext } from "./operator-context.ts";

/**
 * The frame of every server action: right zone, our own page, a live session; a `Refusal` becomes a
 * typed result. Actions stay one line each.
 */
export async function act<T>(
  work: (ctx: OperatorContext) => Promise<T>,
  options: { touch?: boolean } = {},
): Promise<ActionResult<T>> {
  try {
    requireZone("console");
    requireSameOrigin(await headers(), consoleConfig().CONSOLE_PUBLIC_URL);
    return { ok: true, data: await work(await operatorContext(options)) };
  } catch (error) {
    const refusal = asRefusal(error);
    return {
      ok: false,
      code: refusal.code,
      message: refusal.message,
      faults: refusal.faults,
      ...(refusal.retryAt ? { retryAt: refusal.retryAt.toISOString() } : {}),
      ...(Object.keys(refusal.facts).length > 0 ? { facts: refusal.facts } : {}),
    };
  }
}
