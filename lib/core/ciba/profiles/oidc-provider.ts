import { type CibaProfile, standardFailure } from "../profile.ts";

/** node-oidc-provider 9 with its own defaults. */
export const oidcProvider: CibaProfile = {
  id: "oidc-provider",
  bindingMessage: { maxChars: 20, allowed: /^[A-Za-z0-9\-._+/!?#]$/ },
  requestContext: "string",
  authorizationDetails: false,
  loginHint: ({ hint }) => hint,
  honoursRequestedExpiry: true,
  failure(refusal) {
    if (refusal.httpStatus === 503) return "op_channel_down";
    return standardFailure(refusal);
  },
};
