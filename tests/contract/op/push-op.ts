import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { randomToken } from "#lib/platform/random.ts";
import { makeSigner, type PushFault, type Signer, tokenAnswer } from "./push-tokens.ts";

/** An authentication request that this OP has acknowledged. */
export interface PushRequest {
  authReqId: string;
  /** The bearer that pushes carry. */
  notificationToken: string;
  sub: string;
  /** All parameters as they came: those of the JWT when the request was signed (not verified). */
  parameters: Record<string, unknown>;
}

export interface PushReply {
  status: number;
  body: string;
}

export interface PushOptions {
  /** What is wrong with it; "right" or left out: nothing. */
  fault?: PushFault | "right";
  /** Waits so long before it pushes: "late" when that is more than `expiresSeconds`. */
  afterMs?: number;
  refreshToken?: boolean;
  /** Another `Authorization` bearer; `null`: none. */
  bearer?: string | null;
}

export interface PushOp {
  issuer: string;
  requests: PushRequest[];
  /** Tokens that the client has revoked. */
  revoked: string[];
  /** The request that comes after the first `from` ones. */
  request(from?: number): Promise<PushRequest>;
  /** Pushes tokens, once. */
  push(request: PushRequest, options?: PushOptions): Promise<PushReply>;
  /** Pushes an error, for example `access_denied`, `expired_token` or `transaction_failed`. */
  pushError(request: PushRequest, error: string, options?: PushOptions): Promise<PushReply>;
  /** The very bytes of the last push again. */
  replay(): Promise<PushReply>;
  /** The same right push `times` times at once. */
  duplicate(request: PushRequest, times?: number): Promise<PushReply[]>;
  /** The next request is pushed to before it is acknowledged. */
  early(options?: PushOptions): Promise<PushReply>;
  close(): Promise<void>;
}

export interface PushOpOptions {
  notificationEndpoint: string;
  clientId: string;
  /** Checked (basic or post) when given. */
  clientSecret?: string;
  /** `sub` of a hint; the hint itself when left out, an unknown user when undefined comes back. */
  subOf?: (loginHint: string) => string | undefined;
  expiresSeconds?: number;
  port?: number;
}

/**
 * A small OP that knows nothing but CIBA in push mode, over HTTP: discovery, `jwks`, `backchannel`,
 * `token` (client_credentials only), `token/revocation`. It pushes when the test says so.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#push_callback
 */
export async function startPushOp(options: PushOpOptions): Promise<PushOp> {
  const signer = await makeSigner();
  const requests: PushRequest[] = [];
  const revoked: string[] = [];
  let last: { bearer: string | null; body: string } | undefined;
  let beforeAnswer: ((request: PushRequest) => Promise<void>) | undefined;

  const send = async (bearer: string | null, body: string): Promise<PushReply> => {
    last = { bearer, body };
    const response = await fetch(options.notificationEndpoint, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body,
      redirect: "manual",
    });
    return { status: response.status, body: await response.text() };
  };
  const bearerOf = (request: PushRequest, how: PushOptions) =>
    how.bearer === undefined ? request.notificationToken : how.bearer;
  const bodyOf = async (request: PushRequest, how: PushOptions = {}) =>
    JSON.stringify(
      await tokenAnswer({
        signer,
        issuer,
        clientId: options.clientId,
        request,
        fault: how.fault ?? "right",
        withRefreshToken: how.refreshToken ?? true,
      }),
    );
  const push = async (request: PushRequest, how: PushOptions = {}) => {
    const body = await bodyOf(request, how);
    await wait(how.afterMs);
    return send(bearerOf(request, how), body);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) =>
      answer(response, 500, { error: "server_error", error_description: error.message }),
    );
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  const issuer = `http://127.0.0.1:${address.port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await readForm(request);
    switch (`${request.method} ${request.url}`) {
      case "GET /.well-known/openid-configuration":
        return answer(response, 200, metadata(issuer));
      case "GET /jwks":
        return answer(response, 200, { keys: [signer.publicJwk] });
      case "POST /backchannel":
        if (!isClient(options, request, form)) return answer(response, 401, invalidClient);
        return acknowledge(form, response);
      case "POST /token":
        if (!isClient(options, request, form)) return answer(response, 401, invalidClient);
        return answerTokenRequest(form, response, { issuer, signer, clientId: options.clientId });
      case "POST /token/revocation":
        revoked.push(form.get("token") ?? "");
        return answer(response, 200, {});
      default:
        return answer(response, 404, { error: "not_found" });
    }
  }

  async function acknowledge(form: URLSearchParams, response: ServerResponse): Promise<void> {
    const parameters = parametersOf(form);
    const sub = (options.subOf ?? String)(String(parameters.login_hint ?? ""));
    if (!sub) return answer(response, 400, { error: "unknown_user_id" });
    if (typeof parameters.client_notification_token !== "string")
      return answer(response, 400, { error: "invalid_request" });
    const request = {
      authReqId: randomToken(24),
      notificationToken: parameters.client_notification_token,
      sub,
      parameters,
    };
    await beforeAnswer?.(request);
    beforeAnswer = undefined;
    requests.push(request);
    const expires_in = options.expiresSeconds ?? 120;
    answer(response, 200, { auth_req_id: request.authReqId, expires_in });
  }

  return {
    issuer,
    requests,
    revoked,
    async request(from = 0) {
      for (let tries = 0; tries < 500; tries += 1) {
        const found = requests[from];
        if (found) return found;
        await wait(20);
      }
      throw new Error("no authentication request came");
    },
    push,
    async pushError(request, error, how = {}) {
      await wait(how.afterMs);
      const auth_req_id = how.fault === "wrong_auth_req_id" ? randomToken(24) : request.authReqId;
      const body = { auth_req_id, error, error_description: `the test says ${error}` };
      return send(bearerOf(request, how), JSON.stringify(body));
    },
    async replay() {
      if (!last) throw new Error("nothing was pushed yet");
      return send(last.bearer, last.body);
    },
    async duplicate(request, times = 2) {
      const body = await bodyOf(request);
      const each = () => send(request.notificationToken, body);
      return Promise.all(Array.from({ length: times }, each));
    },
    early(how) {
      return new Promise((resolve, reject) => {
        beforeAnswer = (request) => push(request, how).then(resolve, reject);
      });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const invalidClient = { error: "invalid_client" };
const wait = (ms = 0) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function metadata(issuer: string) {
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/token/revocation`,
    jwks_uri: `${issuer}/jwks`,
    backchannel_authentication_endpoint: `${issuer}/backchannel`,
    backchannel_token_delivery_modes_supported: ["push"],
    grant_types_supported: ["urn:openid:params:grant-type:ciba", "client_credentials"],
    response_types_supported: [],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  };
}

async function answerTokenRequest(
  form: URLSearchParams,
  response: ServerResponse,
  { clientId, issuer, signer }: { clientId: string; issuer: string; signer: Signer },
): Promise<void> {
  if (form.get("grant_type") !== "client_credentials")
    return answer(response, 400, { error: "unauthorized_client" });
  const scope = form.get("scope") ?? "";
  const access_token = await signer.sign(
    {
      iss: issuer,
      sub: clientId,
      client_id: clientId,
      azp: clientId,
      aud: scope.startsWith("device") ? "device" : "bank-api",
      scope,
    },
    { typ: "at+jwt" },
  );
  answer(response, 200, { access_token, token_type: "Bearer", expires_in: 120, scope });
}

function isClient(options: PushOpOptions, request: IncomingMessage, form: URLSearchParams) {
  if (options.clientSecret === undefined) return true;
  const encoded = (request.headers.authorization ?? "").replace(/^Basic /, "");
  const [id, secret] = Buffer.from(encoded, "base64")
    .toString()
    .split(":")
    .map((part) => decodeURIComponent(part));
  return (
    (id ?? "") === (id ? options.clientId : "") &&
    (secret ?? form.get("client_secret")) === options.clientSecret
  );
}

function parametersOf(form: URLSearchParams): Record<string, unknown> {
  const signed = form.get("request")?.split(".")[1];
  if (signed) return JSON.parse(Buffer.from(signed, "base64url").toString());
  return Object.fromEntries(form);
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
