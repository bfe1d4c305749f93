import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type Answer, httpStub, type Received } from "./http-stub.ts";

export const clientId = "countersign-console";

/** An OP that answers exactly what the test says, with real keys and real signatures. */
export async function stubOp() {
  const key = await generateKeyPair("ES256", { extractable: true });
  const stranger = await generateKeyPair("ES256");
  const weak = await generateKeyPair("RS256", { extractable: true });
  const script = {
    acknowledge: (): Promise<Answer> | Answer => ({
      status: 200,
      json: { auth_req_id: `req-${crypto.randomUUID()}`, expires_in: 120, interval: 1 },
    }),
    poll: (_request: Received): Promise<Answer> | Answer => ({
      status: 400,
      json: { error: "authorization_pending" },
    }),
    revoked: [] as string[],
    ended: [] as string[],
  };
  const stub = await httpStub(async (request) => {
    const path = request.path.split("?")[0];
    const form = new URLSearchParams(request.body);
    if (path === "/.well-known/openid-configuration")
      return { status: 200, json: metadata(stub.url) };
    if (path === "/jwks")
      return {
        status: 200,
        json: {
          keys: [
            { ...(await exportJWK(key.publicKey)), kid: "k1", alg: "ES256", use: "sig" },
            { ...(await exportJWK(weak.publicKey)), kid: "k2", alg: "RS256", use: "sig" },
          ],
        },
      };
    if (path === "/ciba") return script.acknowledge();
    if (path === "/revoke") {
      script.revoked.push(form.get("token") ?? "");
      return { status: 200 };
    }
    if (path === "/end") {
      script.ended.push(form.get("id_token_hint") ?? "");
      return { status: 200, text: "<html>ended</html>" };
    }
    if (path === "/token" && form.get("grant_type") === "client_credentials")
      return {
        status: 200,
        json: { access_token: `own-${form.get("scope")}`, token_type: "Bearer", expires_in: 300 },
      };
    if (path === "/token") return script.poll(request);
    return { status: 404, json: {} };
  });

  const idToken = (
    claims: Record<string, unknown> = {},
    how: "right" | "stranger" | "weak" = "right",
  ) => {
    const now = Math.floor(Date.now() / 1000);
    const jwt = new SignJWT({ iss: stub.url, aud: clientId, iat: now, exp: now + 300, ...claims });
    if (how === "weak")
      return jwt.setProtectedHeader({ alg: "RS256", kid: "k2" }).sign(weak.privateKey);
    return jwt
      .setProtectedHeader({ alg: "ES256", kid: "k1" })
      .sign(how === "right" ? key.privateKey : stranger.privateKey);
  };

  return {
    ...stub,
    script,
    idToken,
    /** The token answer of an approval. */
    async approve(
      sub: string,
      claims: Record<string, unknown> = {},
      how?: "right" | "stranger" | "weak",
    ) {
      const id_token = await idToken({ sub, ...claims }, how);
      return {
        status: 200,
        json: {
          access_token: `at-${crypto.randomUUID()}`,
          token_type: "Bearer",
          expires_in: 120,
          id_token,
        },
      };
    },
    says: (error: string) => (): Answer => ({ status: 400, json: { error } }),
    polls: () => stub.received.filter((one) => one.path === "/token" && one.body.includes("ciba")),
  };
}

function metadata(issuer: string) {
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    end_session_endpoint: `${issuer}/end`,
    backchannel_authentication_endpoint: `${issuer}/ciba`,
    backchannel_token_delivery_modes_supported: ["poll"],
    id_token_signing_alg_values_supported: ["ES256", "RS256"],
  };
}
