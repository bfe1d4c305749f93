import { type CibaProfile, standardFailure } from "../profile.ts";

/** Keycloak 26.7, as measured (docs/keycloak.md). */
export const keycloak: CibaProfile = {
  id: "keycloak",
  bindingMessage: { maxChars: 50, allowed: /^[A-Za-z0-9\-._+/!?#]$/ },
  requestContext: "string",
  authorizationDetails: false,
  loginHint: ({ hint }) => hint,
  honoursRequestedExpiry: false,
  failure(refusal) {
    // Its one answer for a channel that did not say 201 in 5 s; the customer was not asked.
    if (refusal.httpStatus === 503) return "op_channel_down";
    if (refusal.errorDescription === "invalid_user" || refusal.error === "invalid_user")
      return "op_customer_unknown";
    return standardFailure(refusal);
  },
};
