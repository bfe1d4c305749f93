import { type CibaProfile, standardFailure } from "../profile.ts";

/**
 * Auth0, as documented; never run here. It finds the customer by issuer and `sub` only, takes 1 to
 * 300 s of `requested_expiry`, has poll mode only, and relays no `request_context`: the order goes as
 * `authorization_details`, whose type `countersign_order` is registered at its API.
 * @see https://auth0.com/docs/api/authentication/client-initiated-backchannel-authentication
 */
export const auth0: CibaProfile = {
  id: "auth0",
  bindingMessage: { maxChars: 64, allowed: /^[A-Za-z0-9+\-_.,:#]$/ },
  requestContext: "none",
  authorizationDetails: true,
  loginHint: ({ sub, issuer }) => JSON.stringify({ format: "iss_sub", iss: issuer, sub }),
  honoursRequestedExpiry: true,
  failure: standardFailure,
};
