import { z } from "zod";

/** How the console proves at the OP that it is the client (OpenID Connect Core §9, RFC 8705). */
export const clientAuthMethod = z.enum([
  "client_secret_basic",
  "client_secret_post",
  "private_key_jwt",
  "tls_client_auth",
  "self_signed_tls_client_auth",
]);
export type ClientAuthMethod = z.infer<typeof clientAuthMethod>;

export const deliveryMode = z.enum(["poll", "ping", "push"]);
export type DeliveryMode = z.infer<typeof deliveryMode>;

export const tokenBinding = z.enum(["bearer", "dpop", "mtls"]);
export type TokenBinding = z.infer<typeof tokenBinding>;

export const signingAlg = z.enum(["ES256", "PS256"]);
export type SigningAlg = z.infer<typeof signingAlg>;

/** Settings of the CIBA client that depend on each other; secrets and files only as "is there". */
export interface CibaClientSettings {
  authMethod: ClientAuthMethod;
  hasSecret: boolean;
  hasKeys: boolean;
  hasCertificate: boolean;
  hasDpopKeys: boolean;
  signedRequests: "off" | SigningAlg;
  tokenBinding: TokenBinding;
  delivery: DeliveryMode;
  hint: "login_hint" | "login_hint_token";
}

const usesSecret = (method: ClientAuthMethod) => method.startsWith("client_secret");
const usesCertificate = (method: ClientAuthMethod) => method.endsWith("tls_client_auth");

/** What does not fit together in the settings of the CIBA client, each as a sentence; none is good. */
export function clientSettingFaults(settings: CibaClientSettings): string[] {
  const faults: string[] = [];
  const need = (condition: boolean, sentence: string) => void (condition && faults.push(sentence));
  const { authMethod } = settings;
  need(
    usesSecret(authMethod) && !settings.hasSecret,
    `CONSOLE_CIBA_CLIENT_SECRET is missing: ${authMethod} needs it`,
  );
  need(
    authMethod === "private_key_jwt" && !settings.hasKeys,
    "CONSOLE_CIBA_KEYS_FILE is missing: private_key_jwt needs it",
  );
  need(
    settings.signedRequests !== "off" && !settings.hasKeys,
    "CONSOLE_CIBA_KEYS_FILE is missing: signed requests need it",
  );
  need(
    settings.hint === "login_hint_token" && !settings.hasKeys,
    "CONSOLE_CIBA_KEYS_FILE is missing: a login_hint_token is signed",
  );
  need(
    (usesCertificate(authMethod) || settings.tokenBinding === "mtls") && !settings.hasCertificate,
    "CONSOLE_CIBA_TLS_CERT_FILE and CONSOLE_CIBA_TLS_KEY_FILE are missing: mutual TLS needs them",
  );
  need(
    settings.tokenBinding === "dpop" && !settings.hasDpopKeys,
    "CONSOLE_DPOP_KEYS_FILE is missing: DPoP needs it",
  );
  return faults;
}

export interface FapiSettings extends CibaClientSettings {
  issuer: string;
  bankUrl: string;
  expirySeconds: number;
}

const FAPI_MAX_EXPIRY_SECONDS = 600;

/**
 * Everything that is weaker than FAPI-CIBA demands, each as a sentence; none is good. The process
 * refuses to boot with any. The binding message is always sent, so it is no setting.
 * @see https://openid.net/specs/openid-financial-api-ciba-ID1.html
 */
export function fapiFaults(settings: FapiSettings): string[] {
  const faults: string[] = [];
  const need = (condition: boolean, sentence: string) => void (condition && faults.push(sentence));
  need(
    usesSecret(settings.authMethod),
    "CONSOLE_CIBA_AUTH_METHOD must be private_key_jwt, tls_client_auth or self_signed_tls_client_auth",
  );
  need(settings.signedRequests === "off", "CONSOLE_CIBA_SIGNED_REQUESTS must be PS256 or ES256");
  need(settings.delivery === "push", "CONSOLE_CIBA_DELIVERY must not be push");
  need(
    settings.tokenBinding === "bearer",
    "CONSOLE_CIBA_TOKEN_BINDING must be mtls or dpop: bearer tokens are not sender-constrained",
  );
  need(
    !settings.issuer.startsWith("https:"),
    "CONSOLE_CUSTOMER_ISSUER must be https (TLS 1.2 or later)",
  );
  need(!settings.bankUrl.startsWith("https:"), "CONSOLE_BANK_URL must be https (TLS 1.2 or later)");
  need(
    settings.expirySeconds > FAPI_MAX_EXPIRY_SECONDS,
    `the flows' expiry must be ${FAPI_MAX_EXPIRY_SECONDS} s or less`,
  );
  return faults;
}
