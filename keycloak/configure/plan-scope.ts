import type { ScopeRepresentation } from "../describe/representations.ts";
import type { Change, Step } from "./plan.ts";
import type { FoundScope } from "./read-realm.ts";

/** Keycloak makes it in every realm of its own making; it is the bank's, and only made if missing. */
const NOT_OURS = "basic";

/** The scope itself, and the mapper that puts its audience into the token. Pure. */
export function planScope(found: readonly FoundScope[], wanted: ScopeRepresentation): Step[] {
  const object = `scope "${wanted.name}"`;
  const now = found.find(({ name }) => name === wanted.name);
  if (!now) {
    const to = wanted.protocolMappers.map(({ config }) => config["included.custom.audience"]);
    const audience = to.find((each) => each !== undefined);
    const change: Change = {
      group: "Client scopes",
      kind: "create",
      object,
      ...(audience ? { to: `puts the audience "${audience}" into the token` } : {}),
    };
    return [{ call: { do: "create scope", scope: wanted }, changes: [change] }];
  }
  if (wanted.name === NOT_OURS) return [];
  return [...planAttributes(now, wanted, object), ...planMappers(now, wanted, object)];
}

function planAttributes(now: FoundScope, wanted: ScopeRepresentation, object: string): Step[] {
  const changes = differences(now.attributes, wanted.attributes, object);
  if (changes.length === 0) return [];
  // Its mappers have calls of their own.
  const { protocolMappers: _, ...rest } = now;
  const scope = { ...rest, attributes: { ...now.attributes, ...wanted.attributes } };
  return [{ call: { do: "change scope", id: now.id, scope }, changes }];
}

function planMappers(now: FoundScope, wanted: ScopeRepresentation, object: string): Step[] {
  return wanted.protocolMappers.flatMap((mapper): Step[] => {
    const about = `${object}, mapper "${mapper.name}"`;
    const found = now.protocolMappers.find(
      (each) => each.protocolMapper === mapper.protocolMapper && each.name === mapper.name,
    );
    if (!found) {
      const change: Change = { group: "Client scopes", kind: "create", object: about };
      return [{ call: { do: "create mapper", scopeId: now.id, mapper }, changes: [change] }];
    }
    const changes = differences(found.config, mapper.config, about);
    if (changes.length === 0) return [];
    const merged = { ...found, config: { ...found.config, ...mapper.config } };
    return [
      { call: { do: "change mapper", scopeId: now.id, id: found.id, mapper: merged }, changes },
    ];
  });
}

function differences(
  now: Record<string, string>,
  wanted: Record<string, string>,
  object: string,
): Change[] {
  return Object.entries(wanted)
    .filter(([name, value]) => now[name] !== value)
    .map(([name, value]) => ({
      group: "Client scopes",
      kind: "change",
      object,
      field: name,
      from: now[name] ?? "none",
      to: value,
    }));
}
