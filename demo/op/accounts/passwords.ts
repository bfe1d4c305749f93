import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Person } from "./directory.ts";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const hashBytes = 32;

/**
 * Checks passwords against scrypt hashes made at start. Takes the same time for a name that
 * nobody has. All personas share one word, so each distinct word is hashed once.
 */
export function passwordCheck(people: readonly Person[]) {
  const salt = randomBytes(16);
  const byWord = new Map<string, Promise<Buffer>>();
  const hashes = new Map<string, Promise<Buffer>>();
  for (const { id, password } of people) {
    const hash = byWord.get(password) ?? derive(password, salt, hashBytes);
    byWord.set(password, hash);
    hashes.set(id, hash);
  }
  const nobody = Promise.resolve(randomBytes(hashBytes));
  return async (person: Person | undefined, typed: string): Promise<boolean> => {
    const expected = await ((person && hashes.get(person.id)) ?? nobody);
    const actual = await derive(typed, salt, hashBytes);
    return timingSafeEqual(actual, expected) && person !== undefined;
  };
}
