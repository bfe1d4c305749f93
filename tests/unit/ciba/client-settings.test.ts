import { describe, expect, test } from "vitest";
import {
  type CibaClientSettings,
  clientSettingFaults,
  type FapiSettings,
  fapiFaults,
} from "#lib/core/ciba/client-settings.ts";

const plain: CibaClientSettings = {
  authMethod: "client_secret_basic",
  hasSecret: true,
  hasKeys: false,
  hasCertificate: false,
  hasDpopKeys: false,
  signedRequests: "off",
  tokenBinding: "bearer",
  delivery: "poll",
  hint: "login_hint",
};
const strong: FapiSettings = {
  ...plain,
  authMethod: "private_key_jwt",
  hasSecret: false,
  hasKeys: true,
  hasDpopKeys: true,
  signedRequests: "PS256",
  tokenBinding: "dpop",
  issuer: "https://op.example/",
  bankUrl: "https://bank.example",
  expirySeconds: 120,
};

describe("settings that need each other", () => {
  test("fit together as they are by default", () => {
    expect(clientSettingFaults(plain)).toEqual([]);
    expect(clientSettingFaults(strong)).toEqual([]);
  });
  const missing: [string, Partial<CibaClientSettings>, string][] = [
    ["a secret", { hasSecret: false }, "CONSOLE_CIBA_CLIENT_SECRET"],
    [
      "a secret",
      { authMethod: "client_secret_post", hasSecret: false },
      "CONSOLE_CIBA_CLIENT_SECRET",
    ],
    ["keys of private_key_jwt", { authMethod: "private_key_jwt" }, "CONSOLE_CIBA_KEYS_FILE"],
    ["keys of signed requests", { signedRequests: "ES256" }, "CONSOLE_CIBA_KEYS_FILE"],
    ["keys of a login_hint_token", { hint: "login_hint_token" }, "CONSOLE_CIBA_KEYS_FILE"],
    ["a certificate", { authMethod: "tls_client_auth" }, "CONSOLE_CIBA_TLS_CERT_FILE"],
    ["a certificate", { authMethod: "self_signed_tls_client_auth" }, "CONSOLE_CIBA_TLS_CERT_FILE"],
    ["a certificate for tokens", { tokenBinding: "mtls" }, "CONSOLE_CIBA_TLS_CERT_FILE"],
    ["keys of DPoP", { tokenBinding: "dpop" }, "CONSOLE_DPOP_KEYS_FILE"],
  ];
  test.each(missing)("%s that is missing is one fault, by its name", (_what, change, name) => {
    const faults = clientSettingFaults({ ...plain, ...change });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name);
  });
});

describe("FAPI-CIBA", () => {
  test("has no fault where all is right, an issuer with a slash included", () => {
    expect(fapiFaults(strong)).toEqual([]);
    expect(fapiFaults({ ...strong, delivery: "ping", tokenBinding: "mtls" })).toEqual([]);
    expect(fapiFaults({ ...strong, authMethod: "self_signed_tls_client_auth" })).toEqual([]);
  });
  test("names each weakness, and all of them at once", () => {
    const weak: Partial<FapiSettings>[] = [
      { authMethod: "client_secret_basic" },
      { signedRequests: "off" },
      { delivery: "push" },
      { tokenBinding: "bearer" },
      { issuer: "http://op.example/" },
      { bankUrl: "http://bank.example" },
      { expirySeconds: 601 },
    ];
    for (const each of weak) expect(fapiFaults({ ...strong, ...each })).toHaveLength(1);
    expect(fapiFaults(Object.assign({ ...strong }, ...weak))).toHaveLength(weak.length);
  });
});
