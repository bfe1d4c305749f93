import type { Principals } from "./auth/principals.ts";
import type { BankDatabase } from "./database/open.ts";
import type { Faults } from "./http/faults.ts";
import type { BankSettings } from "./settings.ts";

/** What an operation is given. Inputs have been checked against openapi.yaml. */
export interface Call {
  db: BankDatabase;
  settings: BankSettings;
  faults: Faults;
  principals: Principals;
  params: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
}

/** What an operation answers: a body (200), or nothing (204). */
export type Handler = (call: Call) => Promise<object | undefined>;
