import type { ClientMetadata } from "oidc-provider";
import { registrationOf } from "./console-clients.ts";
import type { IssuerName } from "./issuer.ts";
import type { Settings } from "./settings.ts";

export const clientIds = {
  consoleStaff: "countersign-console-staff",
  console: "countersign-console",
  device: "countersign-device",
  phone: "countersign-phone",
} as const;

export const cibaGrantType = "urn:openid:params:grant-type:ciba";

export interface OpClient extends ClientMetadata {
  client_id: string;
}

/** The clients of an issuer: the same ids, rights and addresses as in `keycloak/`. */
export function clientsOf(issuer: IssuerName, settings: Settings): OpClient[] {
  return issuer === "staff" ? [consoleStaff(settings)] : customersClients(settings);
}

const confidential = {
  token_endpoint_auth_method: "client_secret_basic",
  id_token_signed_response_alg: "ES256",
} as const;

function consoleStaff({ secrets, consoleUrl }: Settings): OpClient {
  return {
    ...confidential,
    client_id: clientIds.consoleStaff,
    client_secret: secrets.consoleStaff,
    client_name: "Countersign console",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [`${consoleUrl}/api/auth/callback/staff`],
    post_logout_redirect_uris: [`${consoleUrl}/`],
    backchannel_logout_uri: `${consoleUrl}/api/auth/backchannel-logout`,
    backchannel_logout_session_required: true,
    require_auth_time: true,
  };
}

/** What every console that asks customers has in common. */
const askingConsole = {
  client_name: "Countersign console",
  grant_types: [cibaGrantType, "client_credentials"],
  response_types: [],
  redirect_uris: [],
  authorization_details_types: ["countersign_order"],
};

function customersClients({ consoleClients, secrets, phoneUrl }: Settings): OpClient[] {
  return [
    {
      ...confidential,
      ...askingConsole,
      client_id: clientIds.console,
      client_secret: secrets.console,
      backchannel_token_delivery_mode: "poll",
    },
    ...consoleClients.map((client) => ({ ...askingConsole, ...registrationOf(client) })),
    {
      ...confidential,
      client_id: clientIds.device,
      client_secret: secrets.device,
      client_name: "Countersign device zone",
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
    },
    {
      ...confidential,
      client_id: clientIds.phone,
      client_secret: secrets.phone,
      client_name: "Countersign phone",
      grant_types: ["authorization_code"],
      response_types: ["code"],
      redirect_uris: [`${phoneUrl}/api/phone/enrol/callback`],
      require_auth_time: true,
    },
  ];
}
