import type { ChannelCall, ChannelServer } from "./channel-server.ts";
import { type ClientCredentials, callback, poll, post, type Reply, wait } from "./ciba-client.ts";

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [name: string]: JsonValue };

/** One OP under observation: the embedded one, or a Keycloak with the realms of `keycloak/`. */
export interface ParityTarget {
  customerIssuer: string;
  console: ClientCredentials;
  device: ClientCredentials;
  /** Where the device posts its decision. */
  callbackUrl: string;
  /** The channel that this OP was told to call. */
  channel: ChannelServer;
  intervalSeconds: number;
  /** A customer, and how they can be named. */
  customer: { sub: string; username: string; email: string };
  /** Whether a request with `requested_expiry` ends by then, so that its end can be waited for. */
  honoursRequestedExpiry: boolean;
}

export interface Observation {
  name: string;
  run(op: ParityTarget): Promise<JsonValue>;
}

const base = { scope: "openid transfers:write", binding_message: "500.00EUR-7K2M9Q" };
export const requestContext = '{"order":"ord_parity","digest":"c0ffee"}';

/** An authentication request for the customer; a parameter of `undefined` is left out. */
export function ask(
  op: ParityTarget,
  changes: Record<string, string | undefined> = {},
  client: ClientCredentials = op.console,
): Promise<Reply> {
  const parameters = {
    ...base,
    login_hint: op.customer.username,
    request_context: requestContext,
    ...changes,
  };
  const form = Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return post(op.customerIssuer, "backchannel_authentication", client, form);
}

/** A request that was acknowledged, and the call that reached the device. */
export async function asked(
  op: ParityTarget,
  changes?: Record<string, string | undefined>,
): Promise<{ authReqId: unknown; reply: Reply; call: ChannelCall }> {
  op.channel.behave(201);
  const before = op.channel.calls.length;
  const reply = await ask(op, changes);
  if (reply.status !== 200) throw new Error(`not acknowledged: ${JSON.stringify(reply)}`);
  return { authReqId: reply.body.auth_req_id, reply, call: await op.channel.call(before) };
}

export const decide = (op: ParityTarget, { bearer }: ChannelCall, status: string) =>
  callback(op.callbackUrl, bearer, { status });

export const pollOf = (op: ParityTarget, authReqId: unknown) =>
  poll(op.customerIssuer, op.console, authReqId);

export const afterInterval = (op: ParityTarget) => wait(op.intervalSeconds * 1000 + 250);

/** Tokens of an approved request. */
export async function approvedTokens(
  op: ParityTarget,
  changes?: Record<string, string | undefined>,
): Promise<Record<string, unknown>> {
  const { authReqId, call } = await asked(op, changes);
  await decide(op, call, "SUCCEED");
  const tokens = await pollOf(op, authReqId);
  if (tokens.status !== 200) throw new Error(`not redeemed: ${JSON.stringify(tokens)}`);
  return tokens.body;
}

/** What can be compared of an answer, in a line: "400 access_denied", "200 auth_req_id expires_in". */
export function seen({ status, body }: Reply): string {
  const { error, error_description: _, ...rest } = body;
  return [status, ...(error === undefined ? [] : [error]), ...names(rest)].join(" ");
}

export const names = (value: object): string[] => Object.keys(value).sort();
