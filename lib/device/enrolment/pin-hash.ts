import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import { PIN_HASH } from "../tunables.ts";

export const pinFormat = z.string().regex(/^\d{4,8}$/);

const derive = promisify<"argon2id", Argon2Parameters, Buffer>(argon2 as never);
const saltBytes = 16;

/**
 * Argon2id of a PIN with its own salt and parameters, as "memory.passes.parallelism.salt.hash".
 * @see https://www.rfc-editor.org/rfc/rfc9106
 */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive("argon2id", { message: Buffer.from(pin), nonce: salt, ...PIN_HASH });
  const { memory, passes, parallelism } = PIN_HASH;
  return [memory, passes, parallelism, salt.toString("base64url"), hash.toString("base64url")].join(
    ".",
  );
}

/** True only for the PIN that was hashed; constant time in the comparison. */
export async function verifyPin(pin: string, stored: string): Promise<boolean> {
  const [memory, passes, parallelism, salt, hash] = stored.split(".");
  const expected = Buffer.from(hash ?? "", "base64url");
  if (expected.length === 0) throw new Error("not a PIN's hash");
  const found = await derive("argon2id", {
    message: Buffer.from(pin),
    nonce: Buffer.from(salt ?? "", "base64url"),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  });
  return timingSafeEqual(found, expected);
}
