import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** What a persona's phone holds; the portal hands it to a browser. Kept 0600. */
export const seededPhone = z.object({
  username: z.string(),
  customer_name: z.string(),
  private_key_jwk: z.object({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: z.string(),
    y: z.string(),
    d: z.string(),
  }),
  device_id: z.string(),
  authenticator_id: z.string(),
  /** Value of the device-session cookie. */
  session: z.string(),
});
export type SeededPhone = z.infer<typeof seededPhone>;

/** Reads a seeded phone from `.countersign/phones/<username>.json`, if there is one. */
export function readSeededPhone(file: string): SeededPhone | undefined {
  if (!existsSync(file)) return undefined;
  return seededPhone.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
}
