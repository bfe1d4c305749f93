import { z } from "zod";
import {
  type CibaClientSettings,
  clientAuthMethod,
  clientSettingFaults,
  deliveryMode,
  fapiFaults,
  signingAlg,
  tokenBinding,
} from "#lib/core/ciba/client-settings.ts";
import { allFlows } from "#lib/core/flows/catalogue.ts";
import { secret } from "./env.ts";

/** Settings of the console as a CIBA client. `.env.example` says what each is for. */
export const cibaClientShape = {
  COUNTERSIGN_PROFILE: z.enum(["fapi-ciba"]).optional(),
  CONSOLE_CIBA_CLIENT_ID: z.string(),
  CONSOLE_CIBA_AUTH_METHOD: clientAuthMethod.default("client_secret_basic"),
  CONSOLE_CIBA_CLIENT_SECRET: secret.optional(),
  CONSOLE_CIBA_KEYS_FILE: z.string().optional(),
  CONSOLE_CIBA_TLS_CERT_FILE: z.string().optional(),
  CONSOLE_CIBA_TLS_KEY_FILE: z.string().optional(),
  CONSOLE_TLS_CA_FILE: z.string().optional(),
  CONSOLE_CIBA_SIGNED_REQUESTS: z.enum(["off", ...signingAlg.options]).default("off"),
  CONSOLE_CIBA_TOKEN_BINDING: tokenBinding.default("bearer"),
  CONSOLE_DPOP_KEYS_FILE: z.string().optional(),
  CONSOLE_CIBA_DELIVERY: deliveryMode.default("poll"),
  CONSOLE_CIBA_LONG_POLL: z.enum(["off", "on"]).default("off"),
  CONSOLE_CIBA_HINT: z.enum(["login_hint", "login_hint_token"]).default("login_hint"),
  CONSOLE_CIBA_ID_TOKEN_ALG: signingAlg.default("ES256"),
  CONSOLE_CIBA_PROFILE: z.enum(["oidc-provider", "keycloak", "auth0", "generic"]),
};

type Values = z.infer<z.ZodObject<typeof cibaClientShape>> & {
  CONSOLE_CUSTOMER_ISSUER: string;
  CONSOLE_BANK_URL: string;
};

/** What does not fit together, and in FAPI mode all that is weaker than FAPI-CIBA, at once. */
export function cibaClientFaults(values: Values): string[] {
  const settings: CibaClientSettings = {
    authMethod: values.CONSOLE_CIBA_AUTH_METHOD,
    hasSecret: values.CONSOLE_CIBA_CLIENT_SECRET !== undefined,
    hasKeys: values.CONSOLE_CIBA_KEYS_FILE !== undefined,
    hasCertificate:
      values.CONSOLE_CIBA_TLS_CERT_FILE !== undefined &&
      values.CONSOLE_CIBA_TLS_KEY_FILE !== undefined,
    hasDpopKeys: values.CONSOLE_DPOP_KEYS_FILE !== undefined,
    signedRequests: values.CONSOLE_CIBA_SIGNED_REQUESTS,
    tokenBinding: values.CONSOLE_CIBA_TOKEN_BINDING,
    delivery: values.CONSOLE_CIBA_DELIVERY,
    hint: values.CONSOLE_CIBA_HINT,
  };
  return [
    ...clientSettingFaults(settings),
    ...(values.COUNTERSIGN_PROFILE === "fapi-ciba"
      ? fapiFaults({
          ...settings,
          issuer: values.CONSOLE_CUSTOMER_ISSUER,
          bankUrl: values.CONSOLE_BANK_URL,
          expirySeconds: Math.max(...allFlows.map((flow) => flow.expirySeconds)),
        }).map((fault) => `${fault} (COUNTERSIGN_PROFILE=fapi-ciba)`)
      : []),
  ];
}
