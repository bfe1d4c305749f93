import type Provider from "oidc-provider";
import type { Directory } from "./accounts/directory.ts";
import type { CibaRequests } from "./ciba/requests.ts";
import type { OpClient } from "./clients.ts";
import type { Database } from "./database/open.ts";
import type { Ps256Key, SigningKey } from "./keys.ts";
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
  /** Only where a client wants its ID tokens signed so. */
  ps256Key: Ps256Key | undefined;
  directory: Directory;
  clients: readonly OpClient[];
  sessions: Sessions;
  ciba: CibaRequests;
}
