import { type Receipt, receipt } from "#lib/core/contracts/receipt.ts";
import { seal, unseal } from "#lib/platform/seal.ts";
import type { DeviceContext } from "../context.ts";
import type { ApprovalRow } from "../database.ts";

type Column = "bearer_sealed" | "jti_sealed" | "receipt_sealed";
const place = (column: Column, id: string) => `device.approvals.${column}:${id}`;

/** Seals a secret of an approval for its own column and row. */
export function sealFor(
  ctx: DeviceContext,
  column: Column,
  id: string,
  plain: string,
): Promise<string> {
  return seal(ctx.config.DEVICE_SEALING_KEYS, plain, place(column, id));
}

/** Opens the channel bearer; throws when it was erased. */
export function openBearer(ctx: DeviceContext, row: ApprovalRow): Promise<string> {
  if (row.bearerSealed === null) throw new Error("the bearer of this approval was erased");
  return unseal(ctx.config.DEVICE_SEALING_KEYS, row.bearerSealed, place("bearer_sealed", row.id));
}

export function openJti(ctx: DeviceContext, row: ApprovalRow): Promise<string> {
  return unseal(ctx.config.DEVICE_SEALING_KEYS, row.jtiSealed, place("jti_sealed", row.id));
}

/** Opens the signed receipt; throws when there is none. */
export async function openReceipt(ctx: DeviceContext, row: ApprovalRow): Promise<Receipt> {
  if (row.receiptSealed === null) throw new Error("this approval has no receipt");
  const text = await unseal(
    ctx.config.DEVICE_SEALING_KEYS,
    row.receiptSealed,
    place("receipt_sealed", row.id),
  );
  return receipt.parse(JSON.parse(text));
}
