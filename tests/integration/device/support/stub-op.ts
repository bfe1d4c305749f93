import { createHash, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { type Stub, type StubAnswer, startStub } from "./http-stub.ts";

/** A customer issuer of the test: tokens, channel bearers, and a record of every callback. */
export interface StubOp {
  issuer: string;
  callbackUrl: string;
  callbacks: { status: string; bearer: string }[];
  /** Answers of the next callbacks, one each; then 200. */
  nextCallbacks: StubAnswer[];
  /** Every end of a session that was asked for, as it came. */
  endings: { method: string; hint: string; cookie: string | undefined }[];
  /** Answers of the next of them, one each; then a page with 200. */
  nextEndings: StubAnswer[];
  sign(payload: JWTPayload, options?: { forged?: boolean; typ?: string }): Promise<string>;
  bearer(claims?: JWTPayload, options?: { forged?: boolean; typ?: string }): Promise<string>;
  consoleToken(claims?: JWTPayload): Promise<string>;
  /** Plays the login page: the query of the redirect back to the phone. */
  logIn(authorizeUrl: string, who: { sub: string; name?: string; authTime?: number }): string;
  close(): Promise<void>;
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

export async function startOp(): Promise<StubOp> {
  const pair = await generateKeyPair("RS256", { extractable: true });
  const forger = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: "k1", alg: "RS256", use: "sig" };
  const codes = new Map<
    string,
    { query: URLSearchParams; sub: string; name: string; authTime: number }
  >();
  const callbacks: StubOp["callbacks"] = [];
  const nextCallbacks: StubAnswer[] = [];
  const endings: StubOp["endings"] = [];
  const nextEndings: StubAnswer[] = [];
  let issuer = "";

  const sign: StubOp["sign"] = (payload, { forged = false, typ = "JWT" } = {}) =>
    new SignJWT(payload)
      .setProtectedHeader({ alg: "RS256", kid: "k1", typ })
      .sign(forged ? forger.privateKey : pair.privateKey);

  const token = async (form: URLSearchParams): Promise<StubAnswer> => {
    if (form.get("grant_type") === "client_credentials")
      return {
        status: 200,
        json: {
          access_token: await sign({
            iss: issuer,
            aud: "bank-api",
            azp: "countersign-device",
            scope: "bank:device",
            exp: nowSeconds() + 120,
          }),
          token_type: "Bearer",
          expires_in: 120,
        },
      };
    const login = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!login || challenge !== login.query.get("code_challenge"))
      return { status: 400, json: { error: "invalid_grant" } };
    const common = { iss: issuer, sub: login.sub, iat: nowSeconds(), exp: nowSeconds() + 300 };
    return {
      status: 200,
      json: {
        access_token: await sign({
          ...common,
          aud: "bank-api",
          azp: "countersign-phone",
          scope: "openid phone:enrol",
          auth_time: login.authTime,
        }),
        token_type: "Bearer",
        expires_in: 300,
        id_token: await sign({
          ...common,
          aud: "countersign-phone",
          nonce: login.query.get("nonce"),
          auth_time: login.authTime,
          name: login.name,
        }),
      },
    };
  };

  const stub: Stub = await startStub(async (request) => {
    switch (request.path) {
      case "/customers/.well-known/openid-configuration":
        return {
          status: 200,
          json: {
            issuer,
            jwks_uri: `${issuer}/jwks`,
            authorization_endpoint: `${issuer}/auth`,
            token_endpoint: `${issuer}/token`,
            end_session_endpoint: `${issuer}/session/end`,
            id_token_signing_alg_values_supported: ["RS256"],
            response_types_supported: ["code"],
            subject_types_supported: ["public"],
          },
        };
      case "/customers/jwks":
        return { status: 200, json: { keys: [jwk] } };
      case "/customers/token":
        return token(new URLSearchParams(request.body));
      case "/customers/ciba/callback": {
        callbacks.push({
          status: JSON.parse(request.body).status,
          bearer: (request.headers.authorization ?? "").replace("Bearer ", ""),
        });
        return nextCallbacks.shift() ?? { status: 200 };
      }
      case "/customers/session/end": {
        endings.push({
          method: request.method,
          hint: new URLSearchParams(request.body).get("id_token_hint") ?? "",
          cookie: request.headers.cookie,
        });
        return nextEndings.shift() ?? { status: 200, headers: { "content-type": "text/html" } };
      }
      default:
        return { status: 404 };
    }
  });
  issuer = `${stub.url}/customers`;

  return {
    issuer,
    callbackUrl: `${issuer}/ciba/callback`,
    callbacks,
    nextCallbacks,
    endings,
    nextEndings,
    sign,
    bearer: (claims = {}, options) =>
      sign(
        {
          iss: issuer,
          aud: issuer,
          sub: "customer-1",
          azp: "countersign-console",
          jti: randomUUID(),
          iat: nowSeconds(),
          exp: nowSeconds() + 120,
          typ: "Bearer",
          ...claims,
        },
        options,
      ),
    consoleToken: (claims = {}) =>
      sign({
        iss: issuer,
        aud: "device",
        azp: "countersign-console",
        scope: "device:follow",
        jti: randomUUID(),
        iat: nowSeconds(),
        exp: nowSeconds() + 120,
        ...claims,
      }),
    logIn(authorizeUrl, who) {
      const query = new URL(authorizeUrl).searchParams;
      const code = randomUUID();
      codes.set(code, {
        query,
        sub: who.sub,
        name: who.name ?? "Alice Martin",
        authTime: who.authTime ?? nowSeconds(),
      });
      return `?${new URLSearchParams({ code, state: query.get("state") ?? "" })}`;
    },
    close: stub.close,
  };
}
