import { Refusal } from "#lib/core/errors.ts";
import { database } from "../database.ts";
import { openRequestOf } from "../requests/open-request-of.ts";
import type { OperatorContext } from "../session/operator-context.ts";

interface DatabaseError {
  code?: string;
  constraint?: string;
  detail?: string;
}

/**
 * What the database refused, in words: which limit, until when, and who is in the way. Any other
 * error passes through.
 */
export async function limitRefusal(
  error: unknown,
  ctx: OperatorContext,
  input: { lookupId: string; requestId: string },
): Promise<unknown> {
  const { code, constraint, detail } = error as DatabaseError;
  if (code === "CS001")
    return new Refusal(
      "lookup_needed",
      "You looked this customer up more than 15 minutes ago. Look them up again.",
    );
  if (code === "CS002")
    return new Refusal(
      "paused_after_decline",
      "The customer declined a moment ago. Wait for the pause to end, then ask again.",
      {
        status: 429,
        retryAt: instant(detail),
      },
    );
  if (code === "CS003")
    return new Refusal("too_many_requests", "This customer was asked too often in the last hour.", {
      status: 429,
      retryAt: instant(detail),
    });
  if (code === "23505" && constraint === "one_open_request_per_customer") {
    const lookup = await database()
      .selectFrom("lookups")
      .where("id", "=", input.lookupId)
      .select(["customerSub", "customerName"])
      .executeTakeFirst();
    const open = lookup && (await openRequestOf(lookup.customerSub, ctx.operator));
    const who = open?.mine ? "you" : (open?.operatorName ?? "a colleague");
    return new Refusal(
      "already_asked",
      `${lookup?.customerName ?? "The customer"} already has a question from ${who}. Wait for it, or have it withdrawn.`,
      {
        status: 409,
        retryAt: open?.deadlineAt ? new Date(open.deadlineAt) : undefined,
        facts: {
          ...(open
            ? { since: open.since, operatorName: open.operatorName, branchName: open.branchName }
            : {}),
          ...(open?.requestId ? { requestId: open.requestId } : {}),
        },
      },
    );
  }
  if (code === "23505")
    return new Refusal("already_sent", "This order was sent already. Look at your open requests.");
  return error;
}

function instant(detail: string | undefined): Date | undefined {
  const seconds = Number(detail);
  return Number.isFinite(seconds) && seconds > 0 ? new Date(Math.ceil(seconds) * 1000) : undefined;
}
