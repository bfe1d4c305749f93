import { type Configuration, Provider } from "oidc-provider";
import type { Directory } from "./accounts/directory.ts";
import { dispatchToDevice } from "./ciba/dispatch.ts";
import { cibaHelpers, requestLifetimeSeconds } from "./ciba/helpers.ts";
import { clientIds, type OpClient } from "./clients.ts";
import { plainAddresses } from "./console-clients.ts";
import {
  customerAlgorithms,
  customerAuthMethods,
  customerFeatures,
  mtlsAliases,
} from "./customer-features.ts";
import { PostgresAdapter } from "./database/adapter.ts";
import type { Database } from "./database/open.ts";
import type { Issuer, IssuerName } from "./issuer.ts";
import type { Keys } from "./keys.ts";
import { confirmSignOutPage, errorPage, signedOutPage } from "./pages/message.ts";
import { sendPage } from "./pages/send.ts";
import { defaultResource, resourceServerInfo } from "./scopes.ts";
import { firstPartyGrant } from "./session/first-party-grant.ts";
import type { Settings } from "./settings.ts";
import { accessTokenExtras } from "./tokens/access-token-extras.ts";

const sessionSeconds = 36_000;
const interactionSeconds = 3_600;
/** How long an ended CIBA request still answers `expired_token`, beyond the interval (Keycloak's). */
const expiredTokenSeconds = 10;

export interface ProviderInput {
  name: IssuerName;
  url: string;
  settings: Settings;
  database: Database;
  keys: Keys;
  directory: Directory;
  clients: readonly OpClient[];
  /** The issuer that this provider is about to be part of; used only when requests come. */
  issuer: () => Issuer;
}

/** oidc-provider, configured for one issuer. Every default that would print a notice is set. */
export function createProvider(input: ProviderInput): Provider {
  const { clients, database, directory, keys, name, settings, url } = input;
  const adapterOptions = {
    database,
    keyring: keys.sealing,
    issuer: name,
    cibaGraceSeconds: settings.cibaIntervalSeconds + expiredTokenSeconds,
  };
  const forCustomers = name === "customers";
  const plain = plainAddresses(settings.consoleClients);
  const configuration: Configuration = {
    adapter: (model) => new PostgresAdapter(model, adapterOptions),
    clients: [...clients],
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    jwks: { keys: [keys.signing[name], ...(forCustomers && keys.ps256 ? [keys.ps256] : [])] },
    enabledJWA: forCustomers
      ? customerAlgorithms(settings)
      : { idTokenSigningAlgValues: ["ES256"] },
    ...(forCustomers ? { clientAuthMethods: customerAuthMethods(settings) } : {}),
    cookies: cookiesOf(name, keys),
    scopes: ["openid"],
    claims: claimsOf(name),
    acrValues: ["1"],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    clockTolerance: 0,
    ttl: lifetimes(settings),
    features: features(input),
    interactions: { url: (_ctx, interaction) => `/${name}/interaction/${interaction.uid}` },
    findAccount: async (_ctx, id) => findAccount(directory, id),
    loadExistingGrant: firstPartyGrant,
    extraTokenClaims: (ctx, token) => accessTokenExtras(directory, ctx, token),
    issueRefreshToken: async (_ctx, client) => client.clientId === clientIds.consoleStaff,
    rotateRefreshToken: false,
    clientBasedCORS: () => false,
    // Its own guard refuses loopback and plain http, where the demo's console lives.
    fetch: (address, options) =>
      fetch(plain.get(String(address)) ?? address, {
        ...options,
        dispatcher: undefined,
      } as RequestInit),
    renderError: async (ctx, out) => sendPage(ctx, ctx.status, errorPage({ url }, out)),
    discovery: discoveryExtras(input),
    responseTypes: ["code"],
  };
  const provider = new Provider(url, configuration);
  provider.proxy = true;
  return provider;
}

function features(input: ProviderInput): Configuration["features"] {
  const { directory, issuer, name, settings, url } = input;
  const bindingMessageRequiredOf = new Set(
    settings.consoleClients
      .filter((client) => client.binding_message_required)
      .map((client) => client.id),
  );
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    claimsParameter: { enabled: false },
    clientCredentials: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (ctx, form) => sendPage(ctx, 200, confirmSignOutPage({ url }, form)),
      postLogoutSuccessSource: async (ctx) => sendPage(ctx, 200, signedOutPage({ url })),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: async (ctx, client, oneOf) => defaultResource(ctx, client, oneOf),
      getResourceServerInfo: async (ctx, resource, client) =>
        resourceServerInfo(ctx, resource, client),
      useGrantedResource: async () => true,
    },
    ciba: {
      enabled: true,
      deliveryModes:
        name === "customers" && settings.consoleClients.some(({ delivery }) => delivery === "ping")
          ? ["poll", "ping"]
          : ["poll"],
      ...cibaHelpers(directory, bindingMessageRequiredOf),
      triggerAuthenticationDevice: async (ctx, request, account, client) =>
        dispatchToDevice(issuer(), ctx, request, account.accountId, client.clientId),
    },
    ...(name === "customers" ? customerFeatures(settings) : { dPoP: { enabled: false } }),
  };
}

function cookiesOf(name: IssuerName, keys: Keys): Configuration["cookies"] {
  return {
    keys: keys.cookies,
    names: {
      session: `op_${name}`,
      interaction: `op_${name}_interaction`,
      resume: `op_${name}_resume`,
    },
    long: { httpOnly: true, sameSite: "lax", signed: true, path: `/${name}` },
    short: { httpOnly: true, sameSite: "lax", signed: true },
  };
}

function claimsOf(name: IssuerName): Configuration["claims"] {
  const everyone = ["sub", "auth_time", "acr"];
  if (name === "customers") return { openid: everyone };
  return {
    openid: [...everyone, "name", "preferred_username", "roles", "branch"],
    profile: ["name"],
    email: ["email"],
  };
}

function lifetimes(settings: Settings): Configuration["ttl"] {
  const accessTokenSeconds = 120;
  return {
    AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? accessTokenSeconds,
    ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? accessTokenSeconds,
    AuthorizationCode: 60,
    BackchannelAuthenticationRequest: (ctx) =>
      requestLifetimeSeconds(ctx?.oidc?.params?.requested_expiry, settings.cibaExpiresSeconds),
    IdToken: 900,
    Interaction: interactionSeconds,
    RefreshToken: sessionSeconds,
    Session: sessionSeconds,
    Grant: sessionSeconds,
  };
}

function findAccount(directory: Directory, id: string) {
  const person = directory.byId(id);
  if (!person?.enabled) return undefined;
  const { claims, email } = person;
  return { accountId: id, claims: async () => ({ sub: id, email, ...claims }) };
}

/** Endpoints of our own beside oidc-provider's. */
function discoveryExtras({ name, settings, url }: ProviderInput): Configuration["discovery"] {
  const forCustomers = name === "customers";
  const methods = forCustomers ? customerAuthMethods(settings) : ["client_secret_basic"];
  return {
    ...(forCustomers ? mtlsAliases(settings, `/${name}`) : {}),
    revocation_endpoint: `${url}/token/revocation`,
    revocation_endpoint_auth_methods_supported: methods,
    introspection_endpoint: `${url}/token/introspection`,
    introspection_endpoint_auth_methods_supported: methods,
  };
}
