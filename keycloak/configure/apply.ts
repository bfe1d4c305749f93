import { z } from "zod";
import type { AdminApi } from "./admin-api.ts";
import type { Call, Step } from "./plan.ts";

/** Does the steps of a plan, in order; what is done stays done if a later one fails. */
export async function applySteps(
  api: AdminApi,
  realm: { id: string },
  steps: readonly Step[],
): Promise<void> {
  const scopeIds = new Map<string, string>();
  for (const { call, changes } of steps) {
    const what = `${changes[0]?.kind ?? "change"} the ${changes[0]?.object ?? "realm"}`;
    if (call.do === "give scope" && !scopeIds.has(call.scope)) await readScopeIds(api, scopeIds);
    for (const [method, path, json] of requestsOf(call, realm, scopeIds))
      await api.send(method, path, what, json);
  }
}

type Request = ["POST" | "PUT" | "DELETE", string, unknown?];

function requestsOf(call: Call, realm: { id: string }, scopeIds: Map<string, string>): Request[] {
  switch (call.do) {
    case "create key": {
      const { alg: _, ...key } = call.key;
      const providerType = "org.keycloak.keys.KeyProvider";
      return [["POST", "/components", { ...key, providerType, parentId: realm.id }]];
    }
    case "create scope":
      return [["POST", "/client-scopes", call.scope]];
    case "change scope":
      return [["PUT", `/client-scopes/${call.id}`, call.scope]];
    case "create mapper":
      return [["POST", `/client-scopes/${call.scopeId}/protocol-mappers/models`, call.mapper]];
    case "change mapper":
      return [
        ["PUT", `/client-scopes/${call.scopeId}/protocol-mappers/models/${call.id}`, call.mapper],
      ];
    case "change realm":
      return [["PUT", "", call.realm]];
    case "create client":
      return [["POST", "/clients", call.client]];
    case "change client":
      return [["PUT", `/clients/${call.id}`, call.client]];
    case "give scope": {
      const path = (kind: string) =>
        `/clients/${call.id}/${kind}-client-scopes/${scopeIds.get(call.scope)}`;
      const give: Request = ["PUT", path(call.as)];
      return call.instead ? [["DELETE", path(call.instead)], give] : [give];
    }
    case "set policies":
      return [["PUT", "/client-policies/policies", { policies: call.policies }]];
  }
}

async function readScopeIds(api: AdminApi, scopeIds: Map<string, string>): Promise<void> {
  const scopes = z
    .array(z.object({ id: z.string(), name: z.string() }))
    .parse(await api.get("/client-scopes", "the client scopes"));
  for (const { id, name } of scopes) scopeIds.set(name, id);
}
