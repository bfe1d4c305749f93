import { createHash, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { type Answer, httpStub, type Received } from "./http-stub.ts";

export const clientId = "countersign-console";

/** Left half of a SHA-256, as `at_hash` and `rt_hash` have it. */
export const halfHash = (token: string) =>
  createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");

export interface StubOpOptions {
  tls?: { key: string; cert: string };
  /** What follows the address in the issuer, a slash for example. */
  issuerSuffix?: string;
}

type How = "right" | "stranger" | "weak" | "rotated" | "none";

/** An OP that answers exactly what the test says, with real keys and real signatures. */
export async function stubOp(options: StubOpOptions = {}) {
  const key = await generateKeyPair("ES256", { extractable: true });
  const stranger = await generateKeyPair("ES256");
  const weak = await generateKeyPair("RS256", { extractable: true });
  let rotated = { kid: "k3", ...(await generateKeyPair("ES256", { extractable: true })) };
  const published = {
    keys: [
      { ...(await exportJWK(key.publicKey)), kid: "k1", alg: "ES256", use: "sig" },
      { ...(await exportJWK(weak.publicKey)), kid: "k2", alg: "RS256", use: "sig" },
    ],
  };
  const script = {
    acknowledge: (_request: Received): Promise<Answer> | Answer => ({
      status: 200,
      json: { auth_req_id: `req-${crypto.randomUUID()}`, expires_in: 120, interval: 1 },
    }),
    poll: (_request: Received): Promise<Answer> | Answer => ({
      status: 400,
      json: { error: "authorization_pending" },
    }),
    own: (scope: string): Promise<Answer> | Answer => ({
      status: 200,
      json: { access_token: `own-${scope}`, token_type: "Bearer", expires_in: 300 },
    }),
    keys: (): Answer => ({ status: 200, json: published }),
    metadata: {} as Record<string, unknown>,
    revoked: [] as string[],
    ended: [] as string[],
  };
  const stub = await httpStub(async (request) => {
    // An issuer that ends in a slash makes addresses with two.
    const path = `/${(request.path.split("?")[0] ?? "").replace(/^\/+/, "")}`;
    const form = new URLSearchParams(request.body);
    if (path.endsWith("/.well-known/openid-configuration"))
      return { status: 200, json: { ...metadata(stub.url, issuer), ...script.metadata } };
    if (path === "/jwks") return script.keys();
    if (path.endsWith("/ciba")) return script.acknowledge(request);
    if (path.endsWith("/revoke")) {
      script.revoked.push(form.get("token") ?? "");
      return { status: 200 };
    }
    if (path === "/end") {
      script.ended.push(form.get("id_token_hint") ?? "");
      return { status: 200, text: "<html>ended</html>" };
    }
    if (path.endsWith("/token") && form.get("grant_type") === "client_credentials")
      return script.own(form.get("scope") ?? "");
    if (path.endsWith("/token")) return script.poll(request);
    return { status: 404, json: {} };
  }, options.tls);
  const issuer = `${stub.url}${options.issuerSuffix ?? ""}`;

  const idToken = async (claims: Record<string, unknown> = {}, how: How = "right") => {
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: issuer, aud: clientId, iat: now, exp: now + 300, ...claims };
    if (how === "none") return `${base64({ alg: "none", typ: "JWT" })}.${base64(payload)}.`;
    const jwt = new SignJWT(JSON.parse(JSON.stringify(payload)) as JWTPayload);
    if (how === "weak")
      return jwt.setProtectedHeader({ alg: "RS256", kid: "k2" }).sign(weak.privateKey);
    if (how === "rotated")
      return jwt.setProtectedHeader({ alg: "ES256", kid: rotated.kid }).sign(rotated.privateKey);
    return jwt
      .setProtectedHeader({ alg: "ES256", kid: "k1" })
      .sign(how === "right" ? key.privateKey : stranger.privateKey);
  };

  return {
    ...stub,
    issuer,
    script,
    idToken,
    /** From now on the key set has a new key, and the old one is gone. */
    async rotate() {
      const jwk = { ...(await exportJWK(rotated.publicKey)), kid: rotated.kid, alg: "ES256" };
      script.keys = () => ({ status: 200, json: { keys: [jwk] } });
    },
    /** "rotated" signs with a key from now on that nobody has seen. */
    async makeKey() {
      const kid = randomUUID();
      rotated = { kid, ...(await generateKeyPair("ES256", { extractable: true })) };
    },
    /** The token answer of an approval. */
    async approve(
      sub: string,
      claims: Record<string, unknown> = {},
      how?: How,
      answer: Record<string, unknown> = {},
    ) {
      const id_token = await idToken({ sub, ...claims }, how);
      return {
        status: 200,
        json: {
          access_token: `at-${randomUUID()}`,
          token_type: "Bearer",
          expires_in: 120,
          id_token,
          ...answer,
        },
      };
    },
    /** The body of a push of tokens, right unless `claims` or `how` make it wrong. */
    async pushed(
      to: { sub: string; authReqId: string },
      claims: Record<string, unknown> = {},
      how?: How,
      body: Record<string, unknown> = {},
    ) {
      const [access, refresh] = [`at-${randomUUID()}`, `rt-${randomUUID()}`];
      return {
        auth_req_id: to.authReqId,
        access_token: access,
        token_type: "Bearer",
        refresh_token: refresh,
        expires_in: 120,
        id_token: await idToken(
          {
            sub: to.sub,
            at_hash: halfHash(access),
            "urn:openid:params:jwt:claim:rt_hash": halfHash(refresh),
            "urn:openid:params:jwt:claim:auth_req_id": to.authReqId,
            ...claims,
          },
          how,
        ),
        ...body,
      };
    },
    says: (error: string) => (): Answer => ({ status: 400, json: { error } }),
    polls: () =>
      stub.received.filter((one) => one.path.endsWith("/token") && one.body.includes("ciba")),
    asked: () => stub.received.filter((one) => one.path.endsWith("/ciba")),
  };
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function metadata(url: string, issuer: string) {
  return {
    issuer,
    jwks_uri: `${url}/jwks`,
    token_endpoint: `${url}/token`,
    revocation_endpoint: `${url}/revoke`,
    end_session_endpoint: `${url}/end`,
    backchannel_authentication_endpoint: `${url}/ciba`,
    backchannel_token_delivery_modes_supported: ["poll"],
    id_token_signing_alg_values_supported: ["ES256", "RS256", "PS256"],
  };
}
