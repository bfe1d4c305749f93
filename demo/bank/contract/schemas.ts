import type { components } from "./bank-api.generated.ts";

/** The wire types of openapi.yaml by name: `Schema<"Quote">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type ProblemCode = Schema<"ProblemCode">;
