/** Something outside that keeps Keycloak from starting; its message is one sentence for people. */
export class KeycloakProblem extends Error {
  override readonly name = "KeycloakProblem";
}
