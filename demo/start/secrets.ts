import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { newPasswords, type ZonePasswords } from "#demo/postgres/provision.ts";

/** Everything secret of one data folder, made at its first start and kept (0600). */
export type Secrets = {
  databasePasswords: ZonePasswords;
  /** Secrets of the OP's clients. */
  clients: { consoleStaff: string; console: string; device: string; phone: string };
  /** `kid:base64url of 32 bytes`, the form that CONSOLE_SEALING_KEYS and DEVICE_SEALING_KEYS take. */
  consoleSealingKeys: string;
  deviceSealingKeys: string;
  consoleAuthSecret: string;
};

const secret = () => randomBytes(32).toString("base64url");

function newSecrets(): Secrets {
  return {
    databasePasswords: newPasswords(),
    clients: { consoleStaff: secret(), console: secret(), device: secret(), phone: secret() },
    consoleSealingKeys: `c1:${secret()}`,
    deviceSealingKeys: `d1:${secret()}`,
    consoleAuthSecret: secret(),
  };
}

/** Reads the secrets of a data folder, after making them on its first start. */
export function readSecrets(file: string): Secrets {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    // Renamed into place: a start cut short must not leave half a file.
    writeFileSync(`${file}.new`, `${JSON.stringify(newSecrets(), null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return JSON.parse(readFileSync(file, "utf8")) as Secrets;
}
