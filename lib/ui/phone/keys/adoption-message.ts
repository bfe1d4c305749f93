import { z } from "zod";
import { publicKeyJwk } from "#lib/core/contracts/receipt.ts";

/** What the demo's portal hands over by `postMessage`, and what the phone page answers. */
const adoptionMessage = z.object({
  type: z.literal("countersign-adopt"),
  private_key_jwk: publicKeyJwk.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }).loose(),
  authenticator_id: z.string().min(1),
  device_id: z.string().min(1),
  session: z.string().min(1),
});
export type AdoptionMessage = z.infer<typeof adoptionMessage>;

/** Sent to the opener once the page listens, so that it need not guess when to hand over. */
export const adoptReady = { type: "countersign-adopt-ready" } as const;
export const adopted = { type: "countersign-adopted" } as const;

/** The hand-over in a message event, or undefined unless it comes from exactly `demoOrigin`. */
export function readAdoption(
  event: { origin: string; data: unknown },
  demoOrigin: string,
): AdoptionMessage | undefined {
  if (event.origin !== demoOrigin) return undefined;
  const parsed = adoptionMessage.safeParse(event.data);
  return parsed.success ? parsed.data : undefined;
}
