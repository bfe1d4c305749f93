import type { Role } from "../operators/roles.ts";
import type { Flow } from "./flow.ts";
import { transfer } from "./transfer.ts";
import { verifyCaller } from "./verify-caller.ts";

/** Every flow there is. A new one is its own file and a line here. */
const flows: readonly Flow<never, never, never>[] = [transfer, verifyCaller] as never;

/** A flow whose own types are not known where it is used: data goes in and out through its parsers. */
export type AnyFlow = Flow<unknown, unknown, unknown>;

export const allFlows = flows as unknown as readonly AnyFlow[];

/** The flow of an id, or undefined for an id from outside that names none. */
export function findFlow(id: string): AnyFlow | undefined {
  return allFlows.find((flow) => flow.id === id);
}

/** Flows that one of these roles may open. */
export function flowsFor(roles: readonly Role[]): AnyFlow[] {
  return allFlows.filter((flow) => flow.roles.some((role) => roles.includes(role)));
}
