import { open, post } from "./ciba-client.ts";
import {
  approvedTokens,
  type JsonValue,
  names,
  type Observation,
  type ParityTarget,
  seen,
} from "./parity-target.ts";

/** Tokens: what is in them, how they are ended. */
export const tokenObservations: readonly Observation[] = [
  {
    name: "tokens: of an approval",
    async run(op) {
      const tokens = await approvedTokens(op);
      return { keys: names(tokens), token_type: String(tokens.token_type) };
    },
  },
  {
    name: "tokens: ID token of an approval",
    async run(op) {
      const { claims, header } = open((await approvedTokens(op)).id_token);
      return {
        alg: String(header.alg),
        claims: names(claims).join(" "),
        audIsConsole: [claims.aud].flat().includes(op.console.id),
        subIsCustomer: claims.sub === op.customer.sub,
        acr: String(claims.acr),
      };
    },
  },
  {
    name: "tokens: access token of an approval",
    async run(op) {
      const tokens = await approvedTokens(op, { scope: "openid transfers:write profile:release" });
      return accessToken(op, tokens.access_token);
    },
  },
  ...(
    [
      ["console", "bank:console"],
      ["console", "device:follow"],
      ["device", "bank:device"],
    ] as const
  ).map(
    ([who, scope]): Observation => ({
      name: `tokens: client_credentials of ${who} for ${scope}`,
      async run(op) {
        const reply = await clientCredentials(op, who, scope);
        return {
          answer: seen(reply),
          token: accessToken(op, reply.body.access_token),
        };
      },
    }),
  ),
  {
    name: "tokens: client_credentials for a scope of another client",
    run: async (op) => seen(await clientCredentials(op, "device", "bank:console")),
  },
  {
    name: "tokens: client_credentials for an unknown scope",
    run: async (op) => seen(await clientCredentials(op, "console", "nonsense")),
  },
  {
    name: "tokens: client_credentials with a wrong secret",
    async run(op) {
      const wrong = { ...op, console: { ...op.console, secret: "wrong" } };
      return seen(await clientCredentials(wrong, "console", "bank:console"));
    },
  },
  {
    name: "tokens: revoked",
    async run(op) {
      const { access_token } = await approvedTokens(op);
      const before = await isActive(op, access_token);
      const form = { token: String(access_token), token_type_hint: "access_token" };
      const { status } = await post(op.customerIssuer, "revocation", op.console, form);
      return { before, revocation: status, after: await isActive(op, access_token) };
    },
  },
  {
    name: "tokens: session ended by the ID token, server to server",
    async run(op) {
      const { access_token, id_token } = await approvedTokens(op);
      const before = await isActive(op, access_token);
      const { status } = await post(op.customerIssuer, "end_session", undefined, {
        id_token_hint: String(id_token),
      });
      return { before, endSession: status, after: await isActive(op, access_token) };
    },
  },
  {
    name: "tokens: introspection with a wrong secret",
    async run(op) {
      const wrong = { ...op.console, secret: "wrong" };
      return seen(await post(op.customerIssuer, "introspection", wrong, { token: "x" }));
    },
  },
];

function clientCredentials(op: ParityTarget, who: "console" | "device", scope: string) {
  return post(op.customerIssuer, "token", op[who], { grant_type: "client_credentials", scope });
}

function accessToken(op: ParityTarget, token: unknown): JsonValue {
  const { claims } = open(token);
  const { aud, azp, client_id, exp, iat, iss, scope, sub } = claims;
  return {
    claims: names(claims).join(" "),
    aud: [aud ?? []].flat(),
    client: String(azp ?? client_id),
    scope: String(scope).split(" ").sort(),
    lifetimeSeconds: Number(exp) - Number(iat),
    issIsIssuer: iss === op.customerIssuer,
    subIsCustomer: sub === op.customer.sub,
  };
}

async function isActive(op: ParityTarget, token: unknown): Promise<boolean> {
  const form = { token: String(token) };
  const { body } = await post(op.customerIssuer, "introspection", op.console, form);
  return body.active === true;
}
