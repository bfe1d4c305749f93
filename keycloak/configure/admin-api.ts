import { z } from "zod";
import { KeycloakProblem } from "../problem.ts";
import type { ConfigureSettings } from "./settings.ts";

const DEADLINE_MS = 20_000;
/** Admin tokens live for a minute by default. */
const RENEW_TOKEN_AFTER_MS = 30_000;

/** Keycloak's admin API of one realm. Every failure is a KeycloakProblem of one sentence. */
export interface AdminApi {
  get(path: string, what: string): Promise<unknown>;
  send(
    method: "POST" | "PUT" | "DELETE",
    path: string,
    what: string,
    json?: unknown,
  ): Promise<unknown>;
}

type Access = Pick<ConfigureSettings, "serverUrl" | "adminUrl" | "realm" | "administrator">;

/**
 * Opens the realm: checks that a Keycloak with that realm answers, and signs the administrator in.
 * @param send in the platform's place, for a CA of one's own
 */
export async function openRealm(access: Access, send: typeof fetch = fetch): Promise<AdminApi> {
  const { serverUrl, adminUrl, realm } = access;
  await requireRealm(access, send);
  let token = await signIn(access, send);
  let tokenAt = Date.now();
  const base = `${adminUrl}/admin/realms/${encodeURIComponent(realm)}`;

  async function call(method: string, path: string, what: string, json?: unknown) {
    if (Date.now() - tokenAt > RENEW_TOKEN_AFTER_MS) {
      token = await signIn(access, send);
      tokenAt = Date.now();
    }
    const answer = await ask(send, `${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new KeycloakProblem(refusal(answer, what, realm, serverUrl));
  }
  return {
    get: (path, what) => call("GET", path, `read ${what}`),
    send: (method, path, what, json) => call(method, path, what, json),
  };
}

async function requireRealm({ serverUrl, realm }: Access, send: typeof fetch): Promise<void> {
  const url = `${serverUrl}/realms/${encodeURIComponent(realm)}/.well-known/openid-configuration`;
  const { status, body } = await ask(send, url, {});
  const document = z
    .object({
      issuer: z.string(),
      token_endpoint: z.string().includes("/protocol/openid-connect/"),
    })
    .safeParse(body);
  if (status === 200 && document.success) return;
  if (status === 404 && z.object({ error: z.string() }).safeParse(body).success)
    throw new KeycloakProblem(
      `There is no realm "${realm}" at ${serverUrl}: make it first, or check --realm-url.`,
    );
  if (status === 503) throw new KeycloakProblem(`Keycloak at ${serverUrl} is still starting.`);
  throw new KeycloakProblem(
    `${serverUrl} does not answer like a Keycloak (${status} for its discovery document): check --realm-url.`,
  );
}

async function signIn(access: Access, send: typeof fetch): Promise<string> {
  const { serverUrl, administrator } = access;
  const form =
    "clientId" in administrator
      ? { grant_type: "client_credentials", client_id: administrator.clientId }
      : {
          grant_type: "password",
          client_id: "admin-cli",
          username: administrator.username,
          password: administrator.password,
        };
  const secret =
    "clientId" in administrator ? { client_secret: administrator.clientSecret } : undefined;
  const realm = encodeURIComponent(administrator.realm);
  const { status, body } = await ask(
    send,
    `${serverUrl}/realms/${realm}/protocol/openid-connect/token`,
    {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...form, ...secret }).toString(),
    },
  );
  const answer = z.object({ access_token: z.string() }).safeParse(body);
  if (status === 200 && answer.success) return answer.data.access_token;
  const who =
    "clientId" in administrator
      ? `client "${administrator.clientId}"`
      : `user "${administrator.username}"`;
  throw new KeycloakProblem(
    `Keycloak did not sign in the administrator, ${who} of the realm "${administrator.realm}" (${status} ${errorOf(body)}): check KEYCLOAK_ADMIN_… in the environment.`,
  );
}

interface Answer {
  status: number;
  body: unknown;
}

async function ask(send: typeof fetch, url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await send(url, {
      ...init,
      redirect: "manual",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const text = await response.text();
    return { status: response.status, body: jsonOf(text) };
  } catch (error) {
    throw new KeycloakProblem(`${new URL(url).origin} cannot be reached: ${reason(error)}.`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The system's words below a failed fetch. */
function reason(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === "string") return code;
    if (at.name === "TimeoutError") return `no answer in ${DEADLINE_MS / 1000} s`;
  }
  return "the call failed";
}

function refusal({ status, body }: Answer, what: string, realm: string, server: string): string {
  if (status === 401)
    return `Keycloak at ${server} does not take the administrator's token (401): it is of another Keycloak, or has been revoked.`;
  if (status === 403)
    return `The administrator may not ${what} (403): give it the roles manage-realm and manage-clients of the realm "${realm}".`;
  if (status === 404)
    return `Keycloak does not know what to ${what} (404); another hand was faster?`;
  return `Keycloak refused to ${what} (${status}): ${errorOf(body)}.`;
}

function errorOf(body: unknown): string {
  const said = z
    .looseObject({
      errorMessage: z.string().optional(),
      error_description: z.string().optional(),
      error: z.string().optional(),
    })
    .safeParse(body).data;
  return (said?.errorMessage ?? said?.error_description ?? said?.error ?? "no reason given").slice(
    0,
    300,
  );
}
