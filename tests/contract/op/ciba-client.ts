import { decodeJwt, decodeProtectedHeader, type JWTPayload } from "jose";

export const cibaGrantType = "urn:openid:params:grant-type:ciba";

export interface ClientCredentials {
  id: string;
  secret: string;
}

/** An answer with its parsed body; `{}` where there is none. */
export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** An issuer's endpoints, read once from its discovery document. */
const documents = new Map<string, Promise<Record<string, unknown>>>();

export async function endpoint(issuer: string, name: string): Promise<string> {
  const known =
    documents.get(issuer) ??
    fetch(`${issuer}/.well-known/openid-configuration`).then(
      (response) => response.json() as Promise<Record<string, unknown>>,
    );
  documents.set(issuer, known);
  const address = (await known)[`${name}_endpoint`];
  if (typeof address !== "string") throw new Error(`${issuer} has no ${name}_endpoint`);
  return address;
}

/** A form posted with client_secret_basic, as sparse as that: nothing is retried or interpreted. */
export async function post(
  issuer: string,
  endpointName: string,
  client: ClientCredentials | undefined,
  form: Record<string, string>,
): Promise<Reply> {
  const response = await fetch(await endpoint(issuer, endpointName), {
    method: "POST",
    headers: {
      accept: "application/json",
      ...(client ? { authorization: basic(client) } : {}),
    },
    body: new URLSearchParams(form),
    redirect: "manual",
  });
  return reply(response);
}

export function poll(
  issuer: string,
  client: ClientCredentials,
  authReqId: unknown,
): Promise<Reply> {
  return post(issuer, "token", client, {
    grant_type: cibaGrantType,
    auth_req_id: String(authReqId),
  });
}

/** The device's decision. */
export async function callback(
  url: string,
  bearer: string | undefined,
  body: unknown,
): Promise<Reply> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
  return reply(response);
}

function basic({ id, secret }: ClientCredentials): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;
}

async function reply(response: Response): Promise<Reply> {
  const text = await response.text();
  let body: Record<string, unknown> = {};
  try {
    if (text) body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    body = { html: true };
  }
  return { status: response.status, body };
}

/** A token's header and claims, unverified. */
export function open(token: unknown): { header: Record<string, unknown>; claims: JWTPayload } {
  return {
    header: { ...decodeProtectedHeader(String(token)) },
    claims: decodeJwt(String(token)),
  };
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
