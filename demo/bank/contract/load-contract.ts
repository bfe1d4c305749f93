import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { inlineReferences, isObject, type JsonObject } from "./inline-references.ts";

/** One way to be let in: every credential of it is needed. */
export type Credentials = readonly string[];

/** An operation of openapi.yaml in the form that Fastify routes and validators take. */
export interface Operation {
  id: string;
  method: "GET" | "POST" | "DELETE";
  /** Fastify's form: "/orders/:order_id". */
  url: string;
  /** Alternatives, best first; empty = open to anyone. */
  security: readonly Credentials[];
  schema: {
    body?: JsonObject;
    params?: JsonObject;
    querystring?: JsonObject;
    headers?: JsonObject;
  };
  /** JSON schemas of the answers by status or "default". */
  answers: Record<string, JsonObject>;
}

const kinds = { path: "params", query: "querystring", header: "headers" } as const;

/** Reads openapi.yaml: the only place where requests and answers are described. */
export function loadContract(): Operation[] {
  const text = readFileSync(new URL("../openapi.yaml", import.meta.url), "utf8");
  const document = inlineReferences(parse(text) as JsonObject);
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(document.paths as Record<string, JsonObject>)) {
    for (const method of ["get", "post", "delete"]) {
      const described = item[method];
      if (isObject(described)) operations.push(operation(path, method, described, item));
    }
  }
  return operations;
}

function operation(
  path: string,
  method: string,
  described: JsonObject,
  item: JsonObject,
): Operation {
  const schema: Operation["schema"] = {};
  const parameters = [item.parameters, described.parameters].flatMap((each) => each ?? []);
  for (const parameter of parameters as JsonObject[]) {
    const kind = kinds[parameter.in as keyof typeof kinds];
    const strict = kind === "querystring" ? { additionalProperties: false } : {};
    schema[kind] ??= { type: "object", properties: {}, required: [], ...strict };
    // Node lower-cases header names.
    const name = kind === "headers" ? String(parameter.name).toLowerCase() : String(parameter.name);
    (schema[kind].properties as JsonObject)[name] = parameter.schema ?? {};
    if (parameter.required === true) (schema[kind].required as string[]).push(name);
  }
  const body = jsonSchema(described.requestBody);
  if (body) schema.body = body;
  const answers: Operation["answers"] = {};
  for (const [status, answer] of Object.entries(described.responses as JsonObject)) {
    const found = jsonSchema(answer);
    if (found) answers[status] = found;
  }
  return {
    id: String(described.operationId),
    method: method.toUpperCase() as Operation["method"],
    url: path.replace(/\{(\w+)\}/g, ":$1"),
    security: (described.security as JsonObject[]).map((each) => Object.keys(each)),
    schema,
    answers,
  };
}

function jsonSchema(holder: unknown): JsonObject | undefined {
  if (!isObject(holder) || !isObject(holder.content)) return undefined;
  const media = Object.values(holder.content)[0];
  return isObject(media) && isObject(media.schema) ? media.schema : undefined;
}
