import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { checkOrder } from "#lib/device/approvals/check-order.ts";
import { afterwards } from "./support/after.ts";
import { consoleOf } from "./support/console.ts";
import { decideOn, enrolPhone } from "./support/phone.ts";
import { approvalOf, ask, asked, eventsOf, home, letPass, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);
const neverAsked = await world.bank.open();
const context = JSON.stringify({ order: neverAsked.order.id, digest: neverAsked.digest });
const nowSeconds = () => Math.floor(Date.now() / 1000);

const countApprovals = async (orderId: string) =>
  (
    await world.ctx.database
      .selectFrom("approvals")
      .select("id")
      .where("orderId", "=", orderId)
      .execute()
  ).length;

describe("the bearer", () => {
  const faulty: [string, Parameters<typeof world.op.bearer>][] = [
    ["of another issuer", [{ iss: "http://elsewhere.example" }]],
    ["with another audience", [{ aud: "bank-api" }]],
    ["with a second audience", [{ aud: [world.op.issuer, "bank-api"] }]],
    ["that has expired", [{ exp: nowSeconds() - 1 }]],
    ["that leaves no time", [{ exp: nowSeconds() + 1 }]],
    ["that is not yet valid", [{ nbf: nowSeconds() + 60 }]],
    ["of a client that asks nobody", [{ azp: "countersign-device" }]],
    ["without jti", [{ jti: undefined as never }]],
    ["without sub", [{ sub: undefined as never }]],
    ["with a forged signature", [{}, { forged: true }]],
    ["that is an access token (scope)", [{ scope: "openid transfers:write" }]],
    ["that is an access token (sid)", [{ sid: randomUUID() }]],
    ["that is an access token (auth_time)", [{ auth_time: nowSeconds() }]],
    ["that is an access token (client_id)", [{ client_id: "countersign-console" }]],
    ["that is an access token (at+jwt)", [{}, { typ: "at+jwt" }]],
    ["that is an ID token", [{ typ: "ID" }]],
  ];
  test.each(faulty)("%s is refused and nothing is stored", async (_what, args) => {
    const held = await world.bank.open();
    const response = await ask(world, held.order.id, held.digest, {
      bearer: await world.op.bearer(...args),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await countApprovals(held.order.id)).toBe(0);
  });

  test("none, or no JWT at all, is refused", async () => {
    for (const bearer of ["", "x", "a.b.c"])
      expect((await ask(world, "ord_x", "d", { bearer })).status).toBe(401);
  });
});

describe("the body", () => {
  test.each([
    ["an unknown key", { body: { amount: "5" } }],
    ["a key that shadows", { body: { customer_sub: "customer-2" } }],
    ["no context", { body: { request_context: undefined } }],
    ["a cut context", { body: { request_context: context.slice(0, 60) } }],
    ["a context too long", { body: { request_context: context.padEnd(201) } }],
    ["a context with more in it", { body: { request_context: `${context.slice(0, -1)},"a":1}` } }],
    ["a context that is an object", { body: { request_context: { order: neverAsked.order.id } } }],
    ["an order id that is none", { body: { request_context: '{"order":"1","digest":"2"}' } }],
    ["no binding message", { body: { binding_message: "" } }],
    ["broken JSON", { rawBody: "{" }],
    ["an array", { rawBody: "[]" }],
    ["null", { rawBody: "null" }],
  ])("%s is refused (400)", async (_what, changes) => {
    const response = await ask(world, neverAsked.order.id, neverAsked.digest, changes);
    expect(response.status).toBe(400);
    expect(await countApprovals(neverAsked.order.id)).toBe(0);
  });

  test("keys that an OP lets through are ignored", async () => {
    const other = await world.bank.open();
    const response = await ask(world, other.order.id, other.digest, {
      body: { iss: "x", aud: "x", exp: 1, nbf: 1, iat: 1, jti: "x", client_assertion_type: "x" },
    });
    expect(response.status).toBe(201);
  });

  test("a megabyte is refused, whatever length it claims", async () => {
    const { POST } = await import("#app/api/ciba/channel/route.ts");
    const bearer = await world.op.bearer();
    const send = (headers: Record<string, string>) => {
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 1;
          if (sent > 64) return controller.close();
          controller.enqueue(new Uint8Array(16_384).fill(32));
        },
      });
      return POST(
        new Request(`${home}/api/ciba/channel`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${bearer}`,
            "content-type": "application/json",
            ...headers,
          },
          body,
          duplex: "half",
        } as RequestInit),
      );
    };
    expect((await send({})).status).toBe(413);
    expect((await send({ "content-length": "1048576" })).status).toBe(413);
  });

  test("something that is not JSON is refused (415)", async () => {
    const { POST } = await import("#app/api/ciba/channel/route.ts");
    const response = await POST(
      new Request(`${home}/api/ciba/channel`, {
        method: "POST",
        headers: {
          "content-type": "text/plain",
          authorization: `Bearer ${await world.op.bearer()}`,
        },
        body: "{}",
      }),
    );
    expect(response.status).toBe(415);
  });
});

describe("the same again", () => {
  test("a repeated request (lost 201) gets 201 and makes no second question", async () => {
    const held = await world.bank.open();
    const bearer = await world.op.bearer();
    const first = await ask(world, held.order.id, held.digest, { bearer });
    const again = await ask(world, held.order.id, held.digest, { bearer });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await countApprovals(held.order.id)).toBe(1);
  });

  test("five at the same instant make one question", async () => {
    const held = await world.bank.open();
    const bearer = await world.op.bearer();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(world, held.order.id, held.digest, { bearer })),
    );
    expect(answers.map((each) => each.status)).toEqual([201, 201, 201, 201, 201]);
    expect(await countApprovals(held.order.id)).toBe(1);
  });

  test("a jti used again for something else is refused (409)", async () => {
    const [one, two] = [await world.bank.open(), await world.bank.open()];
    const bearer = await world.op.bearer();
    const answers = await Promise.all([
      ask(world, one.order.id, one.digest, { bearer }),
      ask(world, two.order.id, two.digest, { bearer }),
    ]);
    expect(answers.map((each) => each.status).sort()).toEqual([201, 409]);
    const other = await ask(world, one.order.id, one.digest, {
      bearer,
      body: { binding_message: "1.00EUR-7K2M9Q" },
    });
    expect(other.status).toBe(409);
  });

  test("a replay after the approval asks nobody again", async () => {
    const held = await world.bank.open();
    const bearer = await world.op.bearer();
    await ask(world, held.order.id, held.digest, { bearer });
    await afterwards();
    const { id } = await approvalOf(world, held.order.id);
    await decideOn(phone, id, "approved");
    const callbacks = world.op.callbacks.length;
    expect((await ask(world, held.order.id, held.digest, { bearer })).status).toBe(201);
    await afterwards();
    expect((await approvalOf(world, held.order.id)).state).toBe("told");
    expect(world.op.callbacks.length).toBe(callbacks);
  });

  test("an order that is being asked about is refused for a second bearer (409)", async () => {
    const { held } = await asked(world);
    expect((await ask(world, held.order.id, held.digest)).status).toBe(409);
  });

  test("an order withdrawn before its question came is refused (410)", async () => {
    const held = await world.bank.open();
    expect((await consoleOf(world).withdraw(held.order.id)).status).toBe(404);
    expect((await ask(world, held.order.id, held.digest)).status).toBe(410);
    expect(await countApprovals(held.order.id)).toBe(0);
  });
});

describe("what does not fit ends with a failure, told to OP and console", () => {
  async function endsWith(failure: string, orderId: string, digest: string, sub?: string) {
    const callbacks = world.op.callbacks.length;
    const response = await ask(world, orderId, digest, sub ? { sub } : {});
    expect(response.status).toBe(201);
    await afterwards();
    expect((await eventsOf(world, orderId)).at(-1)).toMatchObject({ state: "withdrawn", failure });
    expect(world.op.callbacks.slice(callbacks).map((each) => each.status)).toEqual(["CANCELLED"]);
  }

  test("an order that the bank does not know", async () => {
    const { order, digest } = await world.bank.open();
    world.bank.orders.delete(order.id);
    await endsWith("order_unknown", order.id, digest);
  });
  test("another digest than the bank's", async () => {
    const held = await world.bank.open();
    await endsWith("order_mismatch", held.order.id, "A".repeat(43));
  });
  test("content that was changed at the bank, whatever digest the bank claims", async () => {
    const held = await world.bank.open();
    held.order = { ...held.order, customer_name: "Somebody Else" };
    await endsWith("order_mismatch", held.order.id, held.digest);
  });
  test("an order of another customer", async () => {
    const held = await world.bank.open({ customer_sub: "customer-2" });
    await endsWith("order_mismatch", held.order.id, held.digest);
  });
  test("an order of another client", async () => {
    const held = await world.bank.open({ client_id: "second-console" });
    await endsWith("order_mismatch", held.order.id, held.digest);
  });
  test("an order that is void", async () => {
    const held = await world.bank.open();
    held.status = "void";
    await endsWith("order_mismatch", held.order.id, held.digest);
  });
  test("a flow that nobody knows", async () => {
    const held = await world.bank.open({ flow: "sell-the-house" });
    await endsWith("order_mismatch", held.order.id, held.digest);
  });
  test("details that the flow does not have", async () => {
    const held = await world.bank.open({ details: { amount: "all of it" } });
    await endsWith("order_mismatch", held.order.id, held.digest);
  });
  test("a customer without a phone", async () => {
    const held = await world.bank.open({ customer_sub: "customer-without-phone" });
    await endsWith("no_device", held.order.id, held.digest, "customer-without-phone");
  });
});

describe("a bank that is away", () => {
  test("does not delay the 201, and is asked again until it is back", async () => {
    const held = await world.bank.open();
    world.bank.faults.orders.push({ status: 503 }, "drop");
    const begun = Date.now();
    expect((await ask(world, held.order.id, held.digest)).status).toBe(201);
    expect(Date.now() - begun).toBeLessThan(500);
    await afterwards();
    const { id, state } = await approvalOf(world, held.order.id);
    expect(state).toBe("received");
    expect(await checkOrder({ ctx: world.ctx, input: { approvalId: id } })).toBe("again");
    expect(await checkOrder({ ctx: world.ctx, input: { approvalId: id } })).toBe("done");
    expect((await approvalOf(world, held.order.id)).orderContent).not.toBeNull();
  });

  test("for too long ends the question", async () => {
    const held = await world.bank.open();
    world.bank.faults.orders.push({ status: 503 }, { status: 503 });
    await ask(world, held.order.id, held.digest);
    await afterwards();
    const { id } = await approvalOf(world, held.order.id);
    await letPass(world, id, 20);
    await checkOrder({ ctx: world.ctx, input: { approvalId: id } });
    expect((await eventsOf(world, held.order.id)).at(-1)).toMatchObject({
      state: "withdrawn",
      failure: "bank_unreachable",
    });
    expect(world.op.callbacks.at(-1)?.status).toBe("CANCELLED");
  });
});
