import { demoPassword, demoPin } from "#demo/seed/demo-password.ts";
import type { Stack } from "./stack.ts";

/** What is printed once all is up: where to click, and as whom. */
export function welcome({ addresses, op, logFolder }: Stack, elapsedMs: number): string {
  const signIn = op === "keycloak" ? "Keycloak" : "embedded sign-in service";
  return `
  Ready after ${(elapsedMs / 1000).toFixed(1)} s.

    Where to click   ${addresses.portal}
    Console          ${addresses.console}
    Phone            ${addresses.phone}/phone
    Sign-in          ${addresses.op}  (${signIn})
    Bank             ${addresses.bank}

    Staff            tara (teller) · amir (call-centre agent) · sofia (supervisor)
    Customers        alice · bob; their phones are enrolled, PIN ${demoPin}
    Password         ${demoPassword}, for everybody

  Logs are in ${logFolder}. Ctrl-C stops everything; data are kept.
`;
}
