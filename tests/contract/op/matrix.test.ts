import { calculateJwkThumbprint } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { customers } from "#demo/seed/customers.ts";
import { open } from "./ciba-client.ts";
import type { ConsoleUnderTest } from "./console-fixture.ts";
import {
  ask,
  type ConsoleStand,
  pollAs,
  requestContext,
  startConsoleStand,
  thumbprintOf,
} from "./console-stand.ts";

const aliceSub = customers.find(({ username }) => username === "alice")?.id;

type Row = [
  delivery: ConsoleUnderTest["delivery"],
  auth: ConsoleUnderTest["auth"],
  signed: ConsoleUnderTest["signed"],
  binding: ConsoleUnderTest["binding"],
];

/** Every pair of two columns' values comes at least once; "signed" in both algorithms. */
const matrix: readonly Row[] = [
  ["poll", "client_secret_basic", "off", "bearer"],
  ["ping", "client_secret_basic", "ES256", "dpop"],
  ["poll", "client_secret_basic", "PS256", "mtls"],
  ["ping", "client_secret_post", "PS256", "bearer"],
  ["poll", "client_secret_post", "off", "dpop"],
  ["ping", "client_secret_post", "off", "mtls"],
  ["poll", "private_key_jwt", "ES256", "bearer"],
  ["ping", "private_key_jwt", "off", "dpop"],
  ["poll", "private_key_jwt", "off", "mtls"],
  ["ping", "self_signed_tls_client_auth", "off", "bearer"],
  ["poll", "self_signed_tls_client_auth", "PS256", "dpop"],
  ["ping", "self_signed_tls_client_auth", "ES256", "mtls"],
];
/** Beyond the pairs: a certificate of a CA, and what FAPI-CIBA asks for. */
const beyond: readonly Row[] = [
  ["poll", "tls_client_auth", "off", "mtls"],
  ["ping", "private_key_jwt", "PS256", "mtls"],
  ["ping", "private_key_jwt", "PS256", "dpop"],
];

const consoles = [...matrix, ...beyond].map(
  ([delivery, auth, signed, binding], index): ConsoleUnderTest => ({
    id: `countersign-console-${index}`,
    auth,
    signed,
    binding,
    delivery,
    ...(index > matrix.length ? { idTokenAlg: "PS256" } : {}),
  }),
);

let stand: ConsoleStand;
beforeAll(async () => {
  stand = await startConsoleStand(consoles);
});
afterAll(() => stand?.close());

it("the matrix has every pair", () => {
  const values = ([delivery, auth, signed, binding]: Row) => [
    delivery,
    auth,
    signed === "off" ? "plain" : "signed",
    binding,
  ];
  const pairsOf = (row: string[]) =>
    row.flatMap((one, at) => row.slice(at + 1).map((other) => `${one} × ${other}`));
  const pairs = new Set(matrix.map(values).flatMap(pairsOf));
  // 2×4 + 2×2 + 2×3 + 4×2 + 4×3 + 2×3
  expect(pairs.size).toBe(44);
});

it.each(
  consoles.map((console): [string, string, string, string, string, ConsoleUnderTest] => [
    console.delivery,
    console.auth,
    console.signed === "off" ? "plain" : `signed ${console.signed}`,
    console.binding === "bearer" ? "bearer" : `${console.binding}-bound`,
    console.idTokenAlg ?? "ES256",
    console,
  ]),
)("%s · %s · %s · %s · ID token %s", async (_1, _2, _3, _4, _5, console) => {
  const config = await stand.configure(console);
  const { call, parameters, response } = await ask(stand, config, console);
  expect(response.interval).toBe(1);
  expect(call.body).toMatchObject({
    login_hint: "alice",
    request_context: JSON.stringify(requestContext),
  });
  expect(open(call.bearer).claims).toMatchObject({ azp: console.id, sub: aliceSub });

  expect((await stand.decide(call.bearer, "SUCCEED")).status).toBe(200);
  if (console.delivery === "ping")
    expect(await stand.ping.ping(response.auth_req_id)).toEqual({
      bearer: parameters.client_notification_token,
      body: { auth_req_id: response.auth_req_id },
    });
  // At once after the ping: what it tells of is already committed.
  const tokens = await pollAs(stand, config, console, response.auth_req_id);

  expect(tokens.claims()).toMatchObject({ sub: aliceSub, aud: console.id });
  expect(open(tokens.id_token).header.alg).toBe(console.idTokenAlg ?? "ES256");
  const { cnf, ...claims } = open(tokens.access_token).claims;
  expect(claims).toMatchObject({
    sub: aliceSub,
    aud: "bank-api",
    azp: console.id,
    scope: "openid transfers:write",
  });
  expect(tokens.token_type).toBe(console.binding === "dpop" ? "dpop" : "bearer");
  expect(cnf).toEqual(
    {
      bearer: undefined,
      dpop: { jkt: await calculateJwkThumbprint(stand.dpopKey.jwk) },
      mtls: {
        "x5t#S256": thumbprintOf(
          stand.certificates[console.auth === "tls_client_auth" ? "issued" : "selfSigned"],
        ),
      },
    }[console.binding],
  );

  await client.tokenRevocation(config, tokens.access_token);
  const after = await client.tokenIntrospection(config, tokens.access_token);
  expect(after.active).toBe(false);
});
