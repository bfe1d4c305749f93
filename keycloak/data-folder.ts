import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One realm as Keycloak's import reads it. */
export interface ImportedRealm {
  realm: string;
  [key: string]: unknown;
}

/** A folder that holds one Keycloak's database, and what it was made from. */
export interface DataFolder {
  /** What Keycloak takes for its home. */
  home: string;
  /** The realms will be imported at this start. */
  fresh: boolean;
  /** To be called once the realms answer: the folder is whole, and the secrets are not needed. */
  settle(): void;
}

/**
 * Prepares a data folder. One made from the same inputs is kept (its database serves on); any
 * other is emptied, because Keycloak's import skips a realm that the database already has.
 * @param inputs all that the database or its use depends on, realms included
 */
export function prepareDataFolder(
  folder: string,
  distribution: string,
  realms: readonly ImportedRealm[],
  inputs: unknown,
): DataFolder {
  const inputsHash = createHash("sha256")
    .update(JSON.stringify([realms, inputs]))
    .digest("hex");
  const stamp = join(folder, "made-from.sha256");
  const importFolder = join(folder, "data", "import");
  const fresh = !existsSync(stamp) || readFileSync(stamp, "utf8") !== inputsHash;
  if (fresh) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(importFolder, { recursive: true, mode: 0o700 });
    for (const part of ["conf", "providers"]) mkdirSync(join(folder, part));
    // The only part of a distribution that Keycloak looks for in its home rather than on its
    // class path: what `build` found (3 MB). All else is shared.
    cpSync(join(distribution, "lib", "quarkus"), join(folder, "lib", "quarkus"), {
      recursive: true,
    });
    for (const realm of realms) {
      const file = join(importFolder, `${realm.realm}-realm.json`);
      writeFileSync(file, JSON.stringify(realm), { mode: 0o600 });
    }
  }
  return {
    home: folder,
    fresh,
    settle() {
      rmSync(importFolder, { recursive: true, force: true });
      writeFileSync(stamp, inputsHash);
    },
  };
}
