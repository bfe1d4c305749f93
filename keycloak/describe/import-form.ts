import type { RealmDescription } from "./representations.ts";

/** What a realm of our own making has besides the description: lock-out, lifetimes, events. */
const ownRealm = {
  enabled: true,
  sslRequired: "external",
  registrationAllowed: false,
  resetPasswordAllowed: false,
  rememberMe: false,
  editUsernameAllowed: false,
  loginWithEmailAllowed: true,
  duplicateEmailsAllowed: false,
  bruteForceProtected: true,
  failureFactor: 10,
  waitIncrementSeconds: 60,
  maxFailureWaitSeconds: 900,
  defaultSignatureAlgorithm: "ES256",
  accessTokenLifespan: 120,
  ssoSessionIdleTimeout: 300,
  ssoSessionMaxLifespan: 3600,
  revokeRefreshToken: true,
  refreshTokenMaxReuse: 0,
  eventsEnabled: true,
  eventsExpiration: 2_592_000,
  eventsListeners: ["jboss-logging"],
  enabledEventTypes: [],
  adminEventsEnabled: true,
  adminEventsDetailsEnabled: true,
  defaultDefaultClientScopes: ["basic"],
  defaultOptionalClientScopes: [],
};

/** A hint finds people by these, so nobody but an administrator may change them. */
const userProfile = {
  attributes: [
    { name: "username", permissions: { view: ["admin", "user"], edit: ["admin"] } },
    { name: "email", permissions: { view: ["admin", "user"], edit: ["admin"] } },
    { name: "firstName", permissions: { view: ["admin", "user"], edit: ["admin"] } },
    { name: "lastName", permissions: { view: ["admin", "user"], edit: ["admin"] } },
    { name: "phoneNumber", permissions: { view: ["admin", "user"], edit: ["admin"] } },
  ],
};

/**
 * A whole realm as Keycloak's import reads it (RealmRepresentation). An import that lists scopes or
 * keys gets none besides them, so every one is here.
 */
export function importForm(
  realm: string,
  displayName: string,
  { cibaPolicy, keys, scopes, clients, policies }: RealmDescription,
) {
  return {
    realm,
    displayName,
    ...ownRealm,
    attributes: cibaPolicy,
    clientScopes: scopes,
    clients,
    clientProfiles: { profiles: [] },
    clientPolicies: { policies },
    components: {
      "org.keycloak.userprofile.UserProfileProvider": [
        {
          providerId: "declarative-user-profile",
          config: { "kc.user.profile.config": [JSON.stringify(userProfile)] },
        },
      ],
      "org.keycloak.keys.KeyProvider": [
        ...keys.map(({ name, providerId, config }) => ({ name, providerId, config })),
        {
          name: "hs512",
          providerId: "hmac-generated",
          config: { priority: ["100"], algorithm: ["HS512"] },
        },
        { name: "aes", providerId: "aes-generated", config: { priority: ["100"] } },
      ],
    },
  };
}
