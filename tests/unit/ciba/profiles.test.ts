import { describe, expect, test } from "vitest";
import { compileBindingMessage } from "#lib/core/ciba/binding-message.ts";
import { cibaProfiles } from "#lib/core/ciba/catalogue.ts";
import { auth0 } from "#lib/core/ciba/profiles/auth0.ts";
import { generic } from "#lib/core/ciba/profiles/generic.ts";
import { keycloak } from "#lib/core/ciba/profiles/keycloak.ts";
import { oidcProvider } from "#lib/core/ciba/profiles/oidc-provider.ts";
import { cibaClientShape } from "#lib/platform/config/ciba-client.ts";

const customer = { hint: "alice", sub: "auth0|65f0", issuer: "https://bank.eu.auth0.com/" };

test("every profile that can be configured exists, once", () => {
  expect(cibaProfiles.map(({ id }) => id).sort()).toEqual(
    [...cibaClientShape.CONSOLE_CIBA_PROFILE.options].sort(),
  );
});

describe.each(cibaProfiles)("$id", (profile) => {
  test("what each standard error of the authentication request means", () => {
    const means = (error: string, httpStatus = 400) =>
      profile.failure({ error, httpStatus, errorDescription: undefined });
    expect(means("unknown_user_id")).toBe("op_customer_unknown");
    expect(means("expired_login_hint_token")).toBe("op_customer_unknown");
    expect(means("invalid_binding_message")).toBe("op_binding_refused");
    expect(means("invalid_client", 401)).toBe("op_client_refused");
    expect(means("unauthorized_client")).toBe("op_client_refused");
    for (const code of ["invalid_request", "invalid_scope", "missing_user_code", "access_denied"])
      expect(means(code)).toBe("op_refused");
  });

  test("an answer without a code is judged by its status", () => {
    const means = (httpStatus: number) =>
      profile.failure({ httpStatus, error: undefined, errorDescription: undefined });
    expect(means(401)).toBe("op_client_refused");
    expect(means(403)).toBe("op_refused");
    expect(means(500)).toBe("op_unreachable");
    expect(["op_channel_down", "op_unreachable"]).toContain(means(503));
  });

  test("the check code fits its binding-message rule alone, and the message ends with it", () => {
    expect(compileBindingMessage(profile, "", "7K2M9Q")).toBe("7K2M9Q");
    for (const subject of ["500.00EUR", "1234567.00EUR", "€5", "x".repeat(80)]) {
      const message = compileBindingMessage(profile, subject, "7K2M9Q");
      expect(message.endsWith("7K2M9Q")).toBe(true);
      expect(message.length).toBeLessThanOrEqual(profile.bindingMessage.maxChars);
      expect([...message].every((each) => profile.bindingMessage.allowed.test(each))).toBe(true);
      // Whole or not at all.
      expect([`${subject}-7K2M9Q`, "7K2M9Q"]).toContain(message);
    }
  });

  test("the hint is a text that holds the customer's own", () => {
    const hint = profile.loginHint(customer);
    expect(hint.includes(customer.hint) || hint.includes(customer.sub)).toBe(true);
  });

  test("the order reaches the OP in one form at least", () => {
    expect(profile.requestContext !== "none" || profile.authorizationDetails).toBe(true);
  });
});

describe("the binding-message rules", () => {
  const accepts = (profile: typeof auth0, text: string) =>
    [...text].every((each) => profile.bindingMessage.allowed.test(each));
  test("Keycloak: 50 of letters, digits and -._+/!?#", () => {
    expect(keycloak.bindingMessage.maxChars).toBe(50);
    expect(accepts(keycloak, "aZ09-._+/!?#")).toBe(true);
    for (const other of " ,:€äß'\"<&%=\n") expect(accepts(keycloak, other)).toBe(false);
  });
  test("oidc-provider: 20 of the same", () => {
    expect(oidcProvider.bindingMessage.maxChars).toBe(20);
    expect(accepts(oidcProvider, "aZ09-._+/!?#")).toBe(true);
    expect(accepts(oidcProvider, " ")).toBe(false);
  });
  test("Auth0: 64 of letters, digits and +-_.,:#", () => {
    expect(auth0.bindingMessage.maxChars).toBe(64);
    expect(accepts(auth0, "aZ09+-_.,:#")).toBe(true);
    for (const other of " /!?€ä'\"<&%=\n") expect(accepts(auth0, other)).toBe(false);
  });
  test("any other: what all of these take", () => {
    for (let code = 0; code < 0x250; code++) {
      const each = String.fromCharCode(code);
      if (accepts(generic, each))
        for (const profile of [keycloak, oidcProvider, auth0])
          expect(accepts(profile, each)).toBe(true);
    }
    expect(generic.bindingMessage.maxChars).toBe(20);
    expect(accepts(generic, "500.00EUR-7K2M9Q")).toBe(true);
  });
});

describe("Auth0", () => {
  test("finds the customer by issuer and sub", () => {
    expect(JSON.parse(auth0.loginHint(customer))).toEqual({
      format: "iss_sub",
      iss: "https://bank.eu.auth0.com/",
      sub: "auth0|65f0",
    });
  });
});

test("Keycloak's own words: a channel that is down, a customer it does not know", () => {
  expect(keycloak.failure({ httpStatus: 503, error: "x", errorDescription: undefined })).toBe(
    "op_channel_down",
  );
  expect(
    keycloak.failure({
      httpStatus: 400,
      error: "invalid_request",
      errorDescription: "invalid_user",
    }),
  ).toBe("op_customer_unknown");
});
