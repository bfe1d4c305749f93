/** Which OP a stack runs: the embedded oidc-provider, or a real Keycloak. */
export type OpKind = "embedded" | "keycloak";

export const DEFAULT_PORT_BASE = 4400;

/** Every address of one stack. Origins have no trailing slash. */
export type Addresses = ReturnType<typeof addressesOf>;

/**
 * Derives all addresses from the port base. Each zone has a host name of its own, because ports do
 * not separate cookies.
 */
export function addressesOf(portBase: number, op: OpKind) {
  const port = {
    console: portBase,
    device: portBase + 1,
    op: portBase + 2,
    bank: portBase + 3,
    postgres: portBase + 4,
    opManagement: portBase + 5,
    portal: portBase + 6,
  };
  const opOrigin = `http://id.localhost:${port.op}`;
  const realms = op === "keycloak" ? `${opOrigin}/realms` : opOrigin;
  const customerIssuer = `${realms}/customers`;
  return {
    port,
    console: `http://localhost:${port.console}`,
    phone: `http://phone.localhost:${port.device}`,
    op: opOrigin,
    bank: `http://127.0.0.1:${port.bank}`,
    portal: `http://127.0.0.1:${port.portal}`,
    staffIssuer: `${realms}/staff`,
    customerIssuer,
    cibaCallback:
      op === "keycloak"
        ? `${customerIssuer}/protocol/openid-connect/ext/ciba/auth/callback`
        : `${customerIssuer}/ciba/callback`,
    /** By address: Keycloak is a Java program and cannot count on `*.localhost`. */
    channel: `http://127.0.0.1:${port.device}/api/ciba/channel`,
    consoleByAddress: `http://127.0.0.1:${port.console}`,
  };
}
