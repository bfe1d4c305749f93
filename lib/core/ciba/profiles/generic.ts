import { type CibaProfile, standardFailure } from "../profile.ts";

/**
 * Any OP that follows CIBA Core 1.0 and relays `request_context` (FAPI-CIBA §5.2.2): what it does
 * not say is taken in its narrowest form.
 */
export const generic: CibaProfile = {
  id: "generic",
  bindingMessage: { maxChars: 20, allowed: /^[A-Za-z0-9\-.]$/ },
  requestContext: "string",
  authorizationDetails: false,
  loginHint: ({ hint }) => hint,
  honoursRequestedExpiry: false,
  failure: standardFailure,
};
