import { profileField } from "#lib/core/flows/verify-caller.ts";
import type { Schema } from "../contract/schemas.ts";
import type { QuotedDetails } from "./quoted-details.ts";

/** The call and the fields to be released, in the document's order. */
export function quoteVerifyCaller(request: Schema<"CallRequest">): QuotedDetails {
  return {
    details: {
      call_id: request.call_id.toUpperCase(),
      fields: profileField.options.filter((field) => request.fields.includes(field)),
    },
    checks: {},
    amount: undefined,
  };
}
