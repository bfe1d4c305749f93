import { admin, type Modes } from "./modes-target.ts";

async function adminToken({ origin, fetchWith }: Modes): Promise<string> {
  const response = await fetchWith()(`${origin}/realms/master/protocol/openid-connect/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "password",
      client_id: "admin-cli",
      ...admin,
    }).toString(),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** One call of the admin API by the first administrator. Throws on any refusal. */
export async function adminCall(modes: Modes, method: string, path: string, json?: unknown) {
  const response = await modes.fetchWith()(`${modes.origin}/admin/realms/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await adminToken(modes)}`,
      "content-type": "application/json",
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Record<string, unknown> &
    Record<string, unknown>[];
}
