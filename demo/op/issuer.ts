import type Provider from "oidc-provider";
import type { Directory } from "./accounts/directory.ts";
import type { CibaRequests } from "./ciba/requests.ts";
import type { OpClient } from "./clients.ts";
import type { Database } from "./database/open.ts";
import type { SigningKey } from "./keys.ts";
import type { Sessions } from "./session/sessions.ts";
import type { Settings } from "./settings.ts";

export type IssuerName = "staff" | "customers";

/** Everything that the parts of one issuer share. Both issuers live in one process. */
export interface Issuer {
  name: IssuerName;
  /** Issuer identifier: the base URL and the name. */
  url: string;
  provider: Provider;
  settings: Settings;
  database: Database;
  signingKey: SigningKey;
  directory: Directory;
  clients: readonly OpClient[];
  sessions: Sessions;
  ciba: CibaRequests;
}
