import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { startWorld } from "#tests/integration/device/support/world.ts";
import type { Answer } from "./support/http-stub.ts";
import { journey } from "./support/journey.ts";

const RUNS = 500;
const SLOW_MS = 240_000;

const j = await journey({ CONSOLE_CIBA_DELIVERY: "ping" });
const { pollToken } = await import("#lib/console/op/poll-token.ts");
const { POST } = await import("#app/api/ciba/notification/route.ts");
// Settings and zone are read at the first use: before the other zone's environment is there.
await POST(new Request("http://127.0.0.1:1/api/ciba/notification", { method: "POST" }));
vi.resetModules();
const world = await startWorld();
const { receiveRequest } = await import("#lib/device/channel/receive-request.ts");

let request: Awaited<ReturnType<typeof j.pending>>;
beforeEach(async () => {
  request = await j.pending();
});

/** What may stand in a header: anything else never leaves the other side's HTTP library. */
const headerText = fc
  .string({ unit: "binary", maxLength: 200 })
  .map((text) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, ""));
const anyJson = fc.jsonValue({ maxDepth: 4 });
const anyBytes = fc.uint8Array({ maxLength: 4_000 });

describe("the notification endpoint", () => {
  const post = (authorization: string | undefined, body: BodyInit, contentType: string) =>
    POST(
      new Request("http://127.0.0.1:1/api/ciba/notification", {
        method: "POST",
        headers: {
          "content-type": contentType,
          ...(authorization === undefined ? {} : { authorization }),
        },
        body,
      }),
    );
  const anyBody: fc.Arbitrary<BodyInit> = fc.oneof(
    anyBytes.map((bytes) => new Uint8Array(bytes)),
    fc.string({ unit: "binary", maxLength: 500 }),
    anyJson.map((json) => JSON.stringify(json)),
    fc
      .record(
        {
          auth_req_id: fc.oneof(anyJson, fc.string(), fc.constant("another")),
          error: fc.oneof(anyJson, fc.constant("access_denied")),
          access_token: anyJson,
          id_token: anyJson,
          expires_in: anyJson,
        },
        { requiredKeys: [] },
      )
      .map((json) => JSON.stringify(json)),
  );
  const contentType = fc.oneof(
    { weight: 4, arbitrary: fc.constant("application/json") },
    { weight: 1, arbitrary: fc.constantFrom("text/plain", "application/json; charset=x", "") },
  );

  test(
    "any body under any bearer that is not ours is 401, and no row changes",
    async () => {
      const before = await rows();
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.constant(undefined),
            headerText,
            headerText.map((text) => `Bearer ${text}`),
            fc.base64String({ maxLength: 100 }).map((text) => `Bearer ${text}`),
            fc.nat(request.token.length - 1).map((end) => `Bearer ${request.token.slice(0, end)}`),
            fc.stringMatching(/^[!-~]{1,5}$/).map((more) => `Bearer ${request.token}${more}`),
          ),
          anyBody,
          contentType,
          async (authorization, body, type) => {
            const response = await post(authorization, body, type);
            expect(response.status).toBe(401);
            await response.text();
          },
        ),
        { numRuns: RUNS },
      );
      expect(await rows()).toEqual(before);
    },
    SLOW_MS,
  );

  test(
    "any body under the right bearer is answered in order, and changes nothing but the time of a ping",
    async () => {
      const [before] = await rows();
      await fc.assert(
        fc.asyncProperty(anyBody, contentType, async (body, type) => {
          const response = await post(`Bearer ${request.token}`, body, type);
          expect([204, 400, 413, 415]).toContain(response.status);
          await response.text();
        }),
        { numRuns: RUNS },
      );
      const [after] = await rows();
      expect({ ...after, pingedAt: null }).toEqual({ ...before, pingedAt: null });
      // None of these bodies names our auth_req_id.
      expect(after?.pingedAt).toBeNull();
    },
    SLOW_MS,
  );

  test("the right one is taken: the checks above look at a door that opens", async () => {
    const body = JSON.stringify({ auth_req_id: request.authReqId });
    expect((await post(`Bearer ${request.token}`, body, "application/json")).status).toBe(204);
    expect((await rows())[0]?.pingedAt).not.toBeNull();
  });

  test("a body of five megabytes is refused after its first pieces, whatever length it claims", async () => {
    for (const claims of [undefined, "10", "5242880"]) {
      let pulled = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled += 1;
          if (pulled > 80) return controller.close();
          controller.enqueue(new Uint8Array(65_536).fill(32));
        },
      });
      const response = await POST(
        new Request("http://127.0.0.1:1/api/ciba/notification", {
          method: "POST",
          headers: {
            authorization: `Bearer ${request.token}`,
            "content-type": "application/json",
            ...(claims ? { "content-length": claims } : {}),
          },
          body,
          duplex: "half",
        } as RequestInit),
      );
      expect(response.status).toBe(413);
      expect(pulled).toBeLessThan(5);
    }
  });

  const rows = () =>
    j.database().selectFrom("requests").where("id", "=", request.requestId).selectAll().execute();
});

describe("the token answer", () => {
  const kinds = [
    "pending",
    "slow_down",
    "denied",
    "expired",
    "lost",
    "refused",
    "client_refused",
    "unanswered",
  ];
  const tokenKeys = fc.record(
    {
      error: fc.oneof(
        fc.constantFrom(
          "authorization_pending",
          "slow_down",
          "access_denied",
          "expired_token",
          "invalid_grant",
          "invalid_client",
          "use_dpop_nonce",
        ),
        fc.string(),
        anyJson,
      ),
      error_description: anyJson,
      access_token: fc.oneof(fc.string({ minLength: 1 }), anyJson),
      token_type: fc.oneof(fc.constantFrom("Bearer", "DPoP", "N_A"), anyJson),
      expires_in: fc.oneof(fc.double(), fc.string(), anyJson),
      id_token: fc.oneof(jwtLike(), fc.string(), anyJson),
      refresh_token: anyJson,
      scope: anyJson,
      interval: anyJson,
    },
    { requiredKeys: [] },
  );
  const anyAnswer: fc.Arbitrary<Answer> = fc
    .record({
      status: fc.oneof(
        fc.constantFrom(200, 200, 400, 400, 401, 403, 409, 429, 500, 503),
        fc.integer({ min: 200, max: 599 }),
      ),
      text: fc.oneof(
        anyBytes.map((bytes) => Buffer.from(bytes)),
        fc.string({ unit: "binary", maxLength: 400 }),
        anyJson.map((json) => JSON.stringify(json)),
        tokenKeys.map((json) => JSON.stringify(json)),
      ),
      headers: fc.record(
        {
          "content-type": fc.oneof(
            { weight: 4, arbitrary: fc.constant("application/json") },
            { weight: 1, arbitrary: fc.constantFrom("application/jwt", "text/html", "x") },
          ),
          "retry-after": fc.oneof(headerText, fc.integer().map(String), fc.date().map(String)),
          "www-authenticate": fc.oneof(headerText, fc.constant('DPoP error="use_dpop_nonce"')),
          "dpop-nonce": headerText,
          location: fc.oneof(headerText, fc.constant("http://127.0.0.1:1/")),
          "content-encoding": fc.constantFrom("gzip", "br", "identity", "x"),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ headers, ...rest }) => ({
      ...rest,
      headers: Object.fromEntries(Object.entries(headers).map(([name, v]) => [name, v.trim()])),
    }));

  test(
    "whatever it is, is one of the known outcomes, and never tokens that nobody signed",
    async () => {
      await fc.assert(
        fc.asyncProperty(anyAnswer, async (answer) => {
          j.op.script.poll = () => answer;
          const outcome = await pollToken("req-x", request.customerSub);
          expect(kinds).toContain(outcome.kind);
          if ("retryAfterSeconds" in outcome)
            expect(Number.isSafeInteger(outcome.retryAfterSeconds)).toBe(true);
        }),
        { numRuns: RUNS },
      );
    },
    SLOW_MS,
  );

  test(
    "one letter of a right ID Token changed, and the tokens are refused",
    async () => {
      const right = await j.op.approve(request.customerSub);
      const idToken = right.json.id_token as string;
      await fc.assert(
        fc.asyncProperty(
          fc.nat(idToken.length - 1),
          fc.constantFrom(..."ABCDabcd0189-_."),
          async (at, letter) => {
            // The last letter of a signature has bits that mean nothing.
            fc.pre(idToken[at] !== letter && at < idToken.length - 1);
            const changed = `${idToken.slice(0, at)}${letter}${idToken.slice(at + 1)}`;
            j.op.script.poll = () => ({ status: 200, json: { ...right.json, id_token: changed } });
            expect((await pollToken("req-x", request.customerSub)).kind).toBe("refused");
          },
        ),
        { numRuns: RUNS },
      );
      j.op.script.poll = () => right;
      expect((await pollToken("req-x", request.customerSub)).kind).toBe("tokens");
    },
    SLOW_MS,
  );

  test(
    "whatever it is, a request becomes nothing but what the states allow, and nothing is executed",
    async () => {
      await fc.assert(
        fc.asyncProperty(anyAnswer, async (answer) => {
          const asked = await j.pending();
          j.op.script.poll = () => answer;
          await j.poll(asked.requestId);
          const row = await j.row(asked.requestId);
          expect(["pending", "denied", "expired", "failed"]).toContain(row.state);
          expect(row).toMatchObject({ accessTokenSealed: null, execution: "none" });
        }),
        { numRuns: 100 },
      );
      expect(j.bank.executes()).toHaveLength(0);
    },
    SLOW_MS,
  );

  test.each([200, 400, 503])(
    "of five megabytes (%i) is read no further than one",
    async (status) => {
      j.op.script.poll = () => ({ status, text: " ".repeat(5_000_000) });
      const outcome = await pollToken("req-x", request.customerSub);
      expect(outcome.kind).toBe(status === 200 ? "refused" : "unanswered");
    },
  );

  test("without end is hung up on", async () => {
    j.op.script.poll = () => "endless";
    expect((await pollToken("req-x", request.customerSub)).kind).toBe("refused");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const taken = j.op.endlessBytes();
    expect(taken).toBeLessThan(20_000_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(j.op.endlessBytes()).toBe(taken);
  });

  test("a bank and an authentication request without end are hung up on as well", async () => {
    j.bank.script.open = () => "endless";
    expect((await j.send(await j.ready(j.ctx))).failureReason).toBe("bank_unreachable");
    expect(j.bank.endlessBytes()).toBeLessThan(20_000_000);
    j.bank.script.open = () => ({
      status: 200,
      json: { digest: "d".repeat(43), expires_at: new Date(Date.now() + 60_000).toISOString() },
    });
    j.op.script.acknowledge = () => "endless";
    expect((await j.send(await j.ready(j.ctx))).failureReason).toBe("op_bad_answer");
  });
});

describe("the channel endpoint", () => {
  const approvals = async () =>
    (await world.ctx.database.selectFrom("approvals").select("id").execute()).length;
  const receive = async (authorization: string | null, body: unknown) => {
    try {
      const { fresh } = await receiveRequest({
        ctx: world.ctx,
        input: { authorization, readBody: async () => body },
      });
      return fresh ? 201 : 200;
    } catch (error) {
      const { name, status } = error as { name: string; status: number };
      // Every refusal is one: no other error, whatever came.
      if (name !== "Refusal") throw error;
      return status;
    }
  };
  const channelBody = fc.record(
    {
      scope: fc.oneof(fc.constant("openid"), anyJson),
      binding_message: fc.oneof(fc.constant("1.00EUR-7K2M9Q"), fc.string(), anyJson),
      login_hint: fc.oneof(fc.constant("alice"), fc.string(), anyJson),
      is_consent_required: fc.oneof(fc.boolean(), anyJson),
      acr_values: anyJson,
      request_context: fc.oneof(
        fc.string({ unit: "binary" }),
        anyJson.map((json) => JSON.stringify(json)),
        anyJson,
      ),
      iss: anyJson,
      more: anyJson,
    },
    { requiredKeys: [] },
  );

  test(
    "any body under any header that is no bearer of the OP is 401, and nothing is stored",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.constant(null),
            headerText,
            headerText.map((text) => `Bearer ${text}`),
            jwtLike().map((jwt) => `Bearer ${jwt}`),
          ),
          fc.oneof(anyJson, channelBody),
          async (authorization, body) => {
            expect(await receive(authorization, body)).toBe(401);
          },
        ),
        { numRuns: RUNS },
      );
      expect(await approvals()).toBe(0);
    },
    SLOW_MS,
  );

  test(
    "any body under a right bearer is refused, unless it is the whole of a right request",
    async () => {
      const bearer = `Bearer ${await world.op.bearer()}`;
      await fc.assert(
        fc.asyncProperty(fc.oneof(anyJson, channelBody), async (body) => {
          expect(await receive(bearer, body)).toBe(400);
        }),
        { numRuns: RUNS },
      );
      expect(await approvals()).toBe(0);
    },
    SLOW_MS,
  );

  test(
    "any claims that the OP signs, but for those of its channel, are 401",
    async () => {
      const now = Math.floor(Date.now() / 1000);
      const claims = fc.record(
        {
          iss: fc.oneof(fc.constant(world.op.issuer), fc.string()),
          aud: fc.oneof(
            fc.constant(world.op.issuer),
            fc.constant("bank-api"),
            fc.array(fc.string()),
          ),
          sub: fc.oneof(fc.constant("customer-1"), fc.constant("")),
          azp: fc.constantFrom("countersign-console", "countersign-device", "", "x"),
          jti: fc.oneof(fc.uuid(), fc.string({ maxLength: 15 })),
          iat: fc.oneof(fc.constant(now), fc.constant("now")),
          exp: fc.oneof(fc.constant(now + 100), fc.integer({ min: 0, max: now - 60 })),
          scope: fc.string(),
          sid: fc.string(),
        },
        { requiredKeys: ["scope"] },
      );
      await fc.assert(
        fc.asyncProperty(claims, channelBody, async (payload, body) => {
          const bearer = await world.op.sign(payload as never);
          // `scope` makes each of them an access token, never a bearer of the channel.
          expect(await receive(`Bearer ${bearer}`, body)).toBe(401);
        }),
        { numRuns: RUNS },
      );
      expect(await approvals()).toBe(0);
    },
    SLOW_MS,
  );

  test("the right one is stored: the checks above look at a door that opens", async () => {
    const held = await world.bank.open();
    const status = await receive(`Bearer ${await world.op.bearer()}`, {
      scope: "openid transfers:write",
      binding_message: "500.00EUR-7K2M9Q",
      login_hint: "alice",
      is_consent_required: false,
      request_context: JSON.stringify({ order: held.order.id, digest: held.digest }),
    });
    expect(status).toBe(201);
    expect(await approvals()).toBe(1);
  });
});

/** Three parts that look like a JWT: any header, any payload, any signature. */
function jwtLike(): fc.Arbitrary<string> {
  const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString("base64url");
  return fc
    .tuple(
      fc.record({ alg: fc.constantFrom("none", "HS256", "RS256", "ES256"), kid: fc.string() }),
      fc.oneof(fc.dictionary(fc.string(), anyJsonOf()), anyJsonOf()),
      fc.uint8Array({ maxLength: 80 }),
    )
    .map(
      ([header, payload, signature]) =>
        `${part(header)}.${part(payload)}.${Buffer.from(signature).toString("base64url")}`,
    );
}
function anyJsonOf() {
  return fc.jsonValue({ maxDepth: 2 });
}
