import { callbackObservations } from "./parity-callback.ts";
import { pollObservations } from "./parity-poll.ts";
import { requestObservations } from "./parity-request.ts";
import type { Observation } from "./parity-target.ts";
import { tokenObservations } from "./parity-token.ts";

/**
 * What an OP does at the edges that Countersign depends on, derived from the measured facts: the
 * same observations on the embedded OP and on a real Keycloak, to list every difference. An
 * observation only looks; what is right stands in parity-expected.ts, and where
 * Keycloak is otherwise in parity-keycloak.ts.
 */
export const observations: readonly Observation[] = [
  ...requestObservations,
  ...callbackObservations,
  ...pollObservations,
  ...tokenObservations,
];
