import type { Money } from "#lib/core/banking/money.ts";
import type { Schema } from "../contract/schemas.ts";

/** What a flow's checks make of a request. `amount` counts against the limits. */
export interface QuotedDetails {
  details: Record<string, unknown>;
  checks: Schema<"QuoteChecks">;
  amount: Money | undefined;
}
