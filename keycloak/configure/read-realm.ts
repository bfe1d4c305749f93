import { z } from "zod";
import { KeycloakProblem } from "../problem.ts";
import type { AdminApi } from "./admin-api.ts";

const texts = z.record(z.string(), z.string());
const mapper = z.looseObject({
  id: z.string(),
  name: z.string(),
  protocolMapper: z.string(),
  config: texts.default({}),
});
const scope = z.looseObject({
  id: z.string(),
  name: z.string(),
  attributes: texts.default({}),
  protocolMappers: z.array(mapper).default([]),
});
const client = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  attributes: texts.default({}),
  defaultClientScopes: z.array(z.string()).default([]),
  optionalClientScopes: z.array(z.string()).default([]),
});
const realm = z.looseObject({ id: z.string(), realm: z.string(), attributes: texts.default({}) });
const policy = z.looseObject({ name: z.string() });
const keys = z.object({
  keys: z.array(
    z.looseObject({
      algorithm: z.string().optional(),
      use: z.string().optional(),
      status: z.string(),
    }),
  ),
});

export type FoundScope = z.infer<typeof scope>;
export type FoundClient = z.infer<typeof client>;
export type FoundPolicy = z.infer<typeof policy>;

/** What a realm has of all that we describe, with whatever else Keycloak says of it. */
export interface RealmState {
  realm: z.infer<typeof realm>;
  /** Algorithms with an active signing key. */
  signingAlgs: string[];
  scopes: FoundScope[];
  /** Those of the ids that were asked for. */
  clients: FoundClient[];
  /** All policies of the realm: Keycloak takes them back only as a whole. */
  policies: FoundPolicy[];
}

/** Reads the parts of a realm that we describe. */
export async function readRealm(api: AdminApi, clientIds: readonly string[]): Promise<RealmState> {
  const read = async <Schema extends z.ZodType>(path: string, what: string, schema: Schema) => {
    const result = schema.safeParse(await api.get(path, what));
    if (result.success) return result.data as z.infer<Schema>;
    throw new KeycloakProblem(
      `Keycloak answered something unknown for ${what}: is it of version 26 or later?`,
    );
  };
  const found = await Promise.all(
    clientIds.map((id) =>
      read(`/clients?clientId=${encodeURIComponent(id)}`, "the clients", z.array(client)),
    ),
  );
  return {
    realm: await read("", "the realm", realm),
    signingAlgs: (await read("/keys", "the realm's keys", keys)).keys
      .filter(({ use, status }) => use === "SIG" && status === "ACTIVE")
      .flatMap(({ algorithm }) => algorithm ?? []),
    scopes: await read("/client-scopes", "the client scopes", z.array(scope)),
    clients: found.flat().filter(({ clientId }) => clientIds.includes(clientId)),
    policies: (
      await read(
        "/client-policies/policies",
        "the client policies",
        z.object({ policies: z.array(policy) }),
      )
    ).policies,
  };
}
