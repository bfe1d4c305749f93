import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from "jose";
import { describe, expect, test, vi } from "vitest";
import { certificate } from "#tests/contract/bank/fixture/certificates.ts";
import type { Received } from "./support/http-stub.ts";
import { type Journey, journey, pem } from "./support/journey.ts";
import { keyFile, keySet, privateKey } from "./support/key-files.ts";

const first = await privateKey("ES256", "d1");
const second = await privateKey("ES256", "d2");
const file = keyFile(keySet(first.jwk));
const isPoll = (one: Received) => one.path.endsWith("/token") && one.body.includes("ciba");

/** What a server checks of a proof (RFC 9449 §4.3). */
async function proofIn(sent: Received, url: string) {
  const header = sent.headers.dpop;
  if (typeof header !== "string") throw new Error("no proof, or several");
  const { payload, protectedHeader } = await jwtVerify(header, EmbeddedJWK, {
    typ: "dpop+jwt",
    algorithms: ["ES256"],
    maxTokenAge: 60,
  });
  const jwk = protectedHeader.jwk as JWK;
  expect(jwk).not.toHaveProperty("d");
  expect(payload).toMatchObject({ htm: sent.method, htu: `${url}${sent.path}` });
  return {
    jti: payload.jti as string,
    ath: payload.ath,
    nonce: payload.nonce,
    jkt: await calculateJwkThumbprint(jwk),
  };
}

const jkt = ({ kty, crv, x, y }: JWK) => calculateJwkThumbprint({ kty, crv, x, y } as JWK);

describe("DPoP", async () => {
  const j: Journey = await journey({
    CONSOLE_CIBA_TOKEN_BINDING: "dpop",
    CONSOLE_DPOP_KEYS_FILE: file.path,
  });
  const bound = { token_type: "DPoP" };
  const granted = async () => {
    const request = await j.pending();
    j.op.script.poll = () => j.op.approve(request.customerSub, {}, "right", bound);
    await j.poll(request.requestId);
    return request;
  };

  test("each poll has a fresh proof for exactly this request", async () => {
    const { requestId } = await j.pending();
    await j.poll(requestId);
    await j.poll(requestId);
    const proofs = await Promise.all(j.op.polls().map((sent) => proofIn(sent, j.op.url)));
    expect(proofs).toHaveLength(2);
    expect(proofs[0]?.jti).not.toBe(proofs[1]?.jti);
    expect(proofs.every((proof) => proof.ath === undefined)).toBe(true);
    expect(proofs[0]?.jkt).toBe(await jkt(first.jwk));
  });

  test("the execution at the bank goes by the DPoP scheme, its proof bound to the token", async () => {
    const { requestId } = await granted();
    await j.execute(requestId);
    expect((await j.row(requestId)).execution).toBe("executed");
    const sent = j.bank.executes()[0] as Received;
    const [scheme, token] = (sent.headers.authorization ?? "").split(" ");
    expect(scheme).toBe("DPoP");
    const proof = await proofIn(sent, j.bank.url);
    expect(proof.ath).toBe(
      createHash("sha256")
        .update(token ?? "")
        .digest("base64url"),
    );
    expect(proof.jkt).toBe(await jkt(first.jwk));
    expect(sent.headers["idempotency-key"]).toMatch(/^exec-/);
    expect(JSON.parse(sent.body)).toEqual({ digest: "d".repeat(43) });
  });

  test("a nonce that the OP asks for is used, once in that poll and in the next", async () => {
    const { requestId } = await j.pending();
    let challenges = 0;
    j.op.script.poll = async (sent) => {
      const { nonce } = await proofIn(sent, j.op.url);
      if (nonce === "n-1") return j.op.says("authorization_pending")();
      challenges += 1;
      return { status: 400, json: { error: "use_dpop_nonce" }, headers: { "dpop-nonce": "n-1" } };
    };
    await j.poll(requestId);
    await j.poll(requestId);
    expect(challenges).toBe(1);
    expect(j.op.received.filter(isPoll)).toHaveLength(3);
    expect((await j.row(requestId)).state).toBe("pending");
  });

  test("an OP that asks for another nonce each time gets two tries a poll, and the request lives on", async () => {
    const { requestId } = await j.pending();
    let count = 0;
    j.op.script.poll = () => ({
      status: 400,
      json: { error: "use_dpop_nonce" },
      headers: { "dpop-nonce": `n-${++count}` },
    });
    expect(await j.poll(requestId)).toBe("again");
    expect(count).toBe(2);
    expect((await j.row(requestId)).state).toBe("pending");
  });

  test("a nonce that the bank asks for is used once, and the order executed once", async () => {
    const { requestId } = await granted();
    let challenges = 0;
    j.bank.script.beforeExecute = () => {
      if (challenges++ > 0) return undefined;
      return {
        status: 401,
        json: { title: "nonce", status: 401, code: "proof_invalid" },
        headers: { "dpop-nonce": "b-1", "www-authenticate": 'DPoP error="use_dpop_nonce"' },
      };
    };
    expect(await j.execute(requestId)).toBe("done");
    expect((await j.row(requestId)).execution).toBe("executed");
    const [refused, accepted] = j.bank.executes();
    expect((await proofIn(refused as Received, j.bank.url)).nonce).toBeUndefined();
    expect((await proofIn(accepted as Received, j.bank.url)).nonce).toBe("b-1");
    expect(j.bank.executes()).toHaveLength(2);
  });

  test("a bank that refuses the proof: refused, in its own words", async () => {
    const { requestId } = await granted();
    j.bank.script.beforeExecute = () => ({
      status: 401,
      json: { title: "The DPoP proof was used before.", status: 401, code: "proof_invalid" },
      headers: { "www-authenticate": 'DPoP error="invalid_dpop_proof"' },
    });
    await j.execute(requestId);
    expect((await j.row(requestId)).execution).toBe("refused");
  });

  test("a bank that does not answer is given up in the time that is set, and asked afterwards", async () => {
    const { requestId } = await granted();
    j.bank.script.execute = () => "hang";
    const begun = Date.now();
    expect(await j.execute(requestId)).toBe("again");
    expect(Date.now() - begun).toBeLessThan(1_500);
    expect((await j.row(requestId)).execution).toBe("outcome_unknown");
    expect(await j.execute(requestId)).toBe("done");
    expect((await j.row(requestId)).execution).toBe("executed");
    expect(j.bank.executes()).toHaveLength(1);
  });

  test("a bearer token where a bound one was asked for is refused and revoked", async () => {
    const request = await j.pending();
    j.op.script.poll = () => j.op.approve(request.customerSub);
    await j.poll(request.requestId);
    expect(await j.row(request.requestId)).toMatchObject({
      state: "failed",
      failureReason: "token_invalid",
      accessTokenSealed: null,
    });
    expect(j.op.script.revoked).toHaveLength(1);
    expect(j.bank.executes()).toHaveLength(0);
  });

  test("the console's own token is asked for with a proof, and goes with one where it is bound", async () => {
    j.forgetOwnTokens();
    j.op.script.own = (scope) => ({
      status: 200,
      json: { access_token: `own-${scope}`, token_type: "DPoP", expires_in: 300 },
    });
    await j.pending();
    const asked = j.op.received.find((one) => one.body.includes("client_credentials"));
    expect((await proofIn(asked as Received, j.op.url)).jkt).toBe(await jkt(first.jwk));
    const opened = j.bank.received.find((one) => one.path === "/orders") as Received;
    expect(opened.headers.authorization).toBe("DPoP own-bank:console");
    expect((await proofIn(opened, j.bank.url)).ath).toBe(
      createHash("sha256").update("own-bank:console").digest("base64url"),
    );
    expect(opened.headers["x-operator-token"]).toBe("operator-token");
    j.forgetOwnTokens();
  });

  test("the key is rotated by writing the file", async () => {
    const { requestId } = await j.pending();
    file.write(keySet(second.jwk, first.jwk));
    await j.poll(requestId);
    const sent = j.op.polls().at(-1) as Received;
    expect((await proofIn(sent, j.op.url)).jkt).toBe(await jkt(second.jwk));
    // The same key id on another key is another key as well.
    const third = await privateKey("ES256", "d2");
    file.write(keySet(third.jwk));
    await j.poll(requestId);
    const last = j.op.polls().at(-1) as Received;
    expect((await proofIn(last, j.op.url)).jkt).toBe(await jkt(third.jwk));
  });
});

describe("tokens bound to our certificate", async () => {
  vi.resetModules();
  const server = certificate("localhost");
  const own = certificate("console-one");
  const j = await journey(
    {
      CONSOLE_CIBA_TOKEN_BINDING: "mtls",
      CONSOLE_CIBA_TLS_CERT_FILE: own.cert,
      CONSOLE_CIBA_TLS_KEY_FILE: own.key,
      CONSOLE_TLS_CA_FILE: server.cert,
    },
    { tls: pem(server) },
  );
  j.op.script.metadata = { mtls_endpoint_aliases: { token_endpoint: `${j.op.url}/mtls/token` } };

  test("the certificate is shown at the token endpoint for mTLS and at the bank", async () => {
    const request = await j.pending();
    j.op.script.poll = () => j.op.approve(request.customerSub);
    await j.poll(request.requestId);
    await j.execute(request.requestId);
    expect((await j.row(request.requestId)).execution).toBe("executed");
    const poll = j.op.polls()[0] as Received;
    expect(poll.path).toBe("/mtls/token");
    expect(poll.certificate).toBe("console-one");
    // The client's own authentication is by its secret here: the certificate binds the token only.
    expect(poll.headers.authorization).toMatch(/^Basic /);
    const sent = j.bank.executes()[0] as Received;
    expect(sent.certificate).toBe("console-one");
    expect(sent.headers.authorization).toMatch(/^Bearer at-/);
    expect(sent.headers).not.toHaveProperty("dpop");
    expect(j.bank.received.every((one) => one.certificate === "console-one")).toBe(true);
  });

  test("a token that does not hold is refused over TLS just the same", async () => {
    const request = await j.pending();
    j.op.script.poll = () => j.op.approve(request.customerSub, {}, "stranger");
    await j.poll(request.requestId);
    expect((await j.row(request.requestId)).failureReason).toBe("token_invalid");
  });

  test("refusals and silence of the OP mean the same over TLS", async () => {
    for (const [answer, reason] of [
      [{ status: 400, json: { error: "unknown_user_id" } }, "op_customer_unknown"],
      [{ status: 500, text: "oops" }, "op_unreachable"],
      [{ status: 200, text: "<html>" }, "op_bad_answer"],
      ["drop", "op_no_answer"],
    ] as const) {
      j.op.script.acknowledge = () => answer;
      const view = await j.send(await j.ready(j.ctx));
      expect(view.failureReason).toBe(reason);
    }
  });
});
