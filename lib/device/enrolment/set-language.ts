import { z } from "zod";
import { customerLanguage } from "#lib/core/contracts/order.ts";
import type { PhoneContext } from "./phone-session.ts";

export const languageInput = z.strictObject({ language: customerLanguage });

/** The language in which this phone gets its words from now on, whatever the bank says. */
export async function setLanguage({
  ctx,
  input,
}: {
  ctx: PhoneContext;
  input: z.infer<typeof languageInput>;
}): Promise<void> {
  await ctx.database
    .updateTable("devices")
    .set({ language: input.language, languageChosen: true })
    .where("id", "=", ctx.device.id)
    .execute();
}
