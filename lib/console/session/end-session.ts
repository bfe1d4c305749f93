import { endWithOp } from "./end-with-op.ts";
import type { OperatorContext } from "./operator-context.ts";

/** Signs the operator out: the row ends, its tokens go, streams close. Requests go on. */
export async function endSession({ ctx }: { ctx: OperatorContext }): Promise<void> {
  await endWithOp({ id: ctx.sessionId }, "signed_out");
}
