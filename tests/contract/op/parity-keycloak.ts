import type { JsonValue } from "./parity-target.ts";

/**
 * Where Keycloak 26.7.3 with the realms of `keycloak/` is otherwise than the embedded OP, as
 * measured; every line is a difference that the product has to bear.
 */
export const keycloakDiffers: Record<string, JsonValue> = {
  // It moves only the end of the channel bearer.
  "request: requested_expiry": { expires_in: 120, bearerSeconds: 30 },
  // Extra parameters reach the device, which must refuse keys that it does not know.
  "request: an unknown parameter":
    "binding_message is_consent_required login_hint operator_note request_context scope",
  // Says invalid_request where CIBA has unknown_user_id.
  "request: an unknown customer": "400 invalid_request, device called 0 times",
  // Does not insist on openid.
  "request: without openid": "200 auth_req_id expires_in interval, device called 1 times",
  "request: an unknown scope": "400 invalid_scope, device called 0 times",
  // A client scope is for every grant of the client: the bank must not take it for a right by itself.
  "request: a scope of the service, not of customers":
    "200 auth_req_id expires_in interval, device called 1 times",
  // Up to 50 characters.
  "request: a binding message of 21 characters":
    "200 auth_req_id expires_in interval, device called 1 times",
  // Says unauthorized_client where OAuth has invalid_client.
  "request: wrong client secret": "401 unauthorized_client",
  "request: a client without the right": "401 invalid_grant",
  // Answers a callback with a JSON body that means nothing, and tokens with keys of its own.
  "callback: SUCCEED": {
    callback: "200 parameters subtype type wildcardSubtype wildcardType",
    poll: "200 access_token expires_in id_token not-before-policy refresh_expires_in scope session_state token_type",
  },
  "callback: UNAUTHORIZED": {
    callback: "200 parameters subtype type wildcardSubtype wildcardType",
    poll: "400 access_denied",
  },
  "callback: CANCELLED": {
    callback: "200 parameters subtype type wildcardSubtype wildcardType",
    poll: "400 access_denied",
  },
  // A second callback destroys the approval.
  "callback: SUCCEED, then SUCCEED": { first: 200, second: 403, poll: "400 invalid_grant" },
  "callback: SUCCEED, then UNAUTHORIZED": { first: 200, second: 403, poll: "400 invalid_grant" },
  // A denial is not final.
  "callback: UNAUTHORIZED, then SUCCEED": {
    first: 200,
    second: 200,
    poll: "200 access_token expires_in id_token not-before-policy refresh_expires_in scope session_state token_type",
  },
  "callback: CANCELLED, then SUCCEED": {
    first: 200,
    second: 200,
    poll: "200 access_token expires_in id_token not-before-policy refresh_expires_in scope session_state token_type",
  },
  "callback: three at once": { statuses: [200, 403, 403], poll: "400 invalid_grant" },
  "poll: by another client": "400 invalid_grant",
  "poll: wrong client secret": "401 unauthorized_client",
  // Only the realm's expiry ends a request; 120 s are not waited for here.
  "poll: expired": "not waited for",
  "tokens: of an approval": {
    keys: [
      "access_token",
      "expires_in",
      "id_token",
      "not-before-policy",
      "refresh_expires_in",
      "scope",
      "session_state",
      "token_type",
    ],
    token_type: "Bearer",
  },
  // Has at_hash, azp, jti and typ besides, and no acr in these realms.
  "tokens: ID token of an approval": {
    alg: "ES256",
    claims: "at_hash aud auth_time azp exp iat iss jti sid sub typ",
    audIsConsole: true,
    subIsCustomer: true,
    acr: "undefined",
  },
  // The client is azp only; RFC 9068's client_id is missing.
  "tokens: access token of an approval": {
    claims: "aud auth_time azp exp iat iss jti scope sid sub typ",
    aud: ["bank-api"],
    client: "countersign-console",
    scope: ["openid", "profile:release", "transfers:write"],
    lifetimeSeconds: 120,
    issIsIssuer: true,
    subIsCustomer: true,
  },
  "tokens: client_credentials of console for bank:console": {
    answer: "200 access_token expires_in not-before-policy refresh_expires_in scope token_type",
    token: {
      claims: "aud azp exp iat iss jti scope sub typ",
      aud: ["bank-api"],
      client: "countersign-console",
      scope: ["bank:console"],
      lifetimeSeconds: 120,
      issIsIssuer: true,
      subIsCustomer: false,
    },
  },
  "tokens: client_credentials of console for device:follow": {
    answer: "200 access_token expires_in not-before-policy refresh_expires_in scope token_type",
    token: {
      claims: "aud azp exp iat iss jti scope sub typ",
      aud: ["device"],
      client: "countersign-console",
      scope: ["device:follow"],
      lifetimeSeconds: 120,
      issIsIssuer: true,
      subIsCustomer: false,
    },
  },
  "tokens: client_credentials of device for bank:device": {
    answer: "200 access_token expires_in not-before-policy refresh_expires_in scope token_type",
    token: {
      claims: "aud azp exp iat iss jti scope sub typ",
      aud: ["bank-api"],
      client: "countersign-device",
      scope: ["bank:device"],
      lifetimeSeconds: 120,
      issIsIssuer: true,
      subIsCustomer: false,
    },
  },
  "tokens: client_credentials for a scope of another client": "400 invalid_scope",
  "tokens: client_credentials for an unknown scope": "400 invalid_scope",
  "tokens: client_credentials with a wrong secret": "401 unauthorized_client",
  // Introspection by a client that is not in aud says inactive, always.
  "tokens: revoked": { before: false, revocation: 200, after: false },
  "tokens: session ended by the ID token, server to server": {
    before: false,
    endSession: 200,
    after: false,
  },
};
