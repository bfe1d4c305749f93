export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Replaces every local `$ref` by what it names. The document has no recursive schema; one throws. */
export function inlineReferences(document: JsonObject): JsonObject {
  const walk = (value: Json, open: readonly string[]): Json => {
    if (Array.isArray(value)) return value.map((each) => walk(each, open));
    if (!isObject(value)) return value;
    const { $ref } = value;
    if (typeof $ref === "string") {
      if (open.includes($ref)) throw new Error(`recursive reference ${$ref}`);
      return walk(lookUp(document, $ref), [...open, $ref]);
    }
    // OpenAPI says it twice, by this mapping and by each schema's constant; ajv takes the constant.
    if (isObject(value.discriminator) && "mapping" in value.discriminator) {
      const { propertyName = null } = value.discriminator;
      return walk({ ...value, discriminator: { propertyName } }, open);
    }
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, open)]));
  };
  return walk(document, []) as JsonObject;
}

function lookUp(document: JsonObject, reference: string): Json {
  let found: Json | undefined = document;
  for (const part of reference.replace(/^#\//, "").split("/"))
    found = isObject(found) ? found[part] : undefined;
  if (found === undefined) throw new Error(`openapi.yaml has no ${reference}`);
  return found;
}
