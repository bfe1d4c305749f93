import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair } from "jose";
import * as oidc from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wait } from "../op/ciba-client.ts";
import { adminCall } from "./admin-call.ts";
import { configureSuite } from "./configure-suite.ts";
import {
  ask,
  configure,
  decide,
  dpopOf,
  type Player,
  parametersOf,
  poll,
  requestContext,
  signedRequest,
} from "./modes-flow.ts";
import {
  answerOf,
  approved,
  notificationToken,
  pingToken,
  players,
  tokensOf,
} from "./modes-players.ts";
import { type Modes, startModes } from "./modes-target.ts";

/** The first start fetches 177 MB and builds. */
const START_WITHIN_MS = 600_000;
const INTERVAL_MS = 1_300;
/** Keycloak asks for a JWK Set again only so long after it asked last, and only for an unknown key. */
const KEYS_AGAIN_AFTER_MS = 11_500;
const LEAK_TRIALS = 30;

describe.skipIf(process.env.COUNTERSIGN_KEYCLOAK_TESTS !== "1")("a real Keycloak", () => {
  let running: Modes | undefined;
  const modes = (): Modes => {
    if (!running) throw new Error("Keycloak does not run");
    return running;
  };
  beforeAll(async () => {
    running = await startModes();
  }, START_WITHIN_MS);
  afterAll(() => running?.remove());

  describe("gives tokens for an approved request", () => {
    const expected: Record<keyof typeof players, [string, "ES256" | "PS256", string?]> = {
      plain: ["bearer", "ES256"],
      ping: ["bearer", "ES256"],
      jwt: ["bearer", "ES256"],
      jwks: ["bearer", "ES256"],
      fapiCiba: ["bearer", "ES256"],
      pingJwt: ["bearer", "ES256"],
      dpop: ["dpop", "ES256", "jkt"],
      bound: ["bearer", "ES256", "x5t#S256"],
      mtls: ["bearer", "ES256", "x5t#S256"],
      mtlsSigned: ["bearer", "ES256", "x5t#S256"],
      fapiMtls: ["bearer", "PS256", "x5t#S256"],
      fapiDpop: ["dpop", "PS256", "jkt"],
    };
    it.each(Object.keys(expected) as (keyof typeof players)[])("%s", async (name) => {
      const [type, alg, bound] = expected[name];
      const player: Player = players[name];
      const tokens = await tokensOf(modes(), player);
      const access = decodeJwt<{ cnf?: Record<string, string> }>(tokens.access_token);
      expect(tokens.token_type).toBe(type);
      expect(tokens.refresh_token).toBeUndefined();
      expect(decodeProtectedHeader(tokens.access_token).alg).toBe(alg);
      expect(decodeProtectedHeader(String(tokens.id_token)).alg).toBe(alg);
      expect(access).toMatchObject({ aud: "bank-api", scope: "openid transfers:write" });
      expect(Number(access.exp) - Number(access.iat)).toBe(120);
      expect(Object.keys(access.cnf ?? {}).filter((key) => key !== "kc-jkt-type")).toEqual(
        bound ? [bound] : [],
      );
      if (bound === "x5t#S256") {
        const { raw } = new X509Certificate(readFileSync(modes().certificates.client.certFile));
        const digest = createHash("sha256").update(raw).digest("base64url");
        expect(access.cnf?.["x5t#S256"]).toBe(digest);
      }
    });

    it.each(["jwt", "dpop", "mtls", "fapiMtls", "fapiDpop"] as const)(
      "%s, and in the client's own name",
      async (name) => {
        const player: Player = players[name];
        const configuration = await configure(modes(), player);
        const DPoP = player.dpop ? await dpopOf(configuration) : undefined;
        const parameters = { scope: "device:follow" };
        const { access_token } = await oidc.clientCredentialsGrant(
          configuration,
          parameters,
          DPoP ? { DPoP } : {},
        );
        expect(decodeJwt(access_token)).toMatchObject({ aud: "device", azp: player.clientId });
      },
    );
  });

  describe("tells the device of a signed request", () => {
    const known = [
      "binding_message",
      "is_consent_required",
      "login_hint",
      "request_context",
      "scope",
    ];
    const object: unknown = JSON.parse(requestContext);
    it.each([
      ["fapiCiba", "a string", requestContext, "client_assertion_type"],
      ["fapiCiba", "an object", object, "client_assertion_type"],
      ["fapiMtls", "a string", requestContext, "client_assertion_type"],
      ["fapiDpop", "an object", object, "client_assertion_type"],
      ["pingJwt", "a string", requestContext, "client_assertion_type"],
      ["mtlsSigned", "a string", requestContext, "exp"],
      ["mtlsSigned", "an object", object, "exp"],
    ] as const)(
      "%s: request_context as %s arrives, always as the same string",
      async (name, _, context, fourth) => {
        const player: Player = players[name];
        const configuration = await configure(modes(), player);
        for (let trial = 0; trial < LEAK_TRIALS; trial += 1) {
          const changes = {
            request_context: context,
            requested_expiry: "110",
            ...pingToken(player),
          };
          const { call } = await ask(modes(), configuration, player, changes);
          expect(call.body.request_context).toBe(requestContext);
          // What leaks of the JWT's own claims and of the client's authentication.
          expect(
            Object.keys(call.body)
              .filter((key) => !known.includes(key))
              .sort(),
          ).toEqual(["aud", "iss", "nbf", fourth].sort());
        }
      },
    );
  });

  describe("judges a request object", () => {
    const now = Math.floor(Date.now() / 1000);
    const trials: [string, Record<string, unknown>, string, string][] = [
      ["without exp", { exp: undefined }, "acknowledged", "exp"],
      ["without nbf", { nbf: undefined }, "acknowledged", "nbf"],
      ["without iat", { iat: undefined }, "acknowledged", "iat"],
      ["without jti", { jti: undefined }, "acknowledged", "jti"],
      ["without aud", { aud: undefined }, "acknowledged", "aud"],
      ["of another issuer", { iss: "somebody" }, "acknowledged", "iss"],
      ["for another audience", { aud: "https://elsewhere.example" }, "acknowledged", "aud"],
      ["that has expired", { nbf: now - 120, exp: now - 60 }, "acknowledged", "Request Expired"],
      ["valid for an hour", { nbf: now - 10, exp: now + 3_590 }, "acknowledged", "acknowledged"],
      [
        "valid for longer",
        { nbf: now - 10, exp: now + 3_591 },
        "acknowledged",
        "available period is long",
      ],
      [
        "not yet valid",
        { nbf: now + 600, exp: now + 700 },
        "acknowledged",
        "not yet being processed",
      ],
      [
        "without a binding message",
        { binding_message: undefined },
        "acknowledged",
        "Missing parameter: binding_message",
      ],
    ];
    it.each(trials)("%s", async (_, claims, withoutPolicy, underPolicy) => {
      const outcome = async (player: Player) => {
        const configuration = await configure(modes(), player);
        const answer = await answerOf(ask(modes(), configuration, player, {}, claims));
        return answer === "tokens" ? "acknowledged" : answer;
      };
      expect(await outcome(players.jwt)).toBe(withoutPolicy);
      expect(await outcome(players.fapiCiba)).toContain(underPolicy);
    });

    it.each([
      ["unsigned", undefined, "400 invalid_request Missing parameter: 'request' or 'request_uri'"],
      ["signed by another algorithm", "PS256", "different algorithm"],
    ] as const)("%s, under fapi-ciba", async (_, signed, words) => {
      const { signed: __, ...rest } = players.fapiCiba;
      const player: Player = signed ? { ...rest, signed } : rest;
      const configuration = await configure(modes(), player);
      expect(await answerOf(ask(modes(), configuration, player))).toContain(words);
    });

    it("takes the same one twice, and asks the customer twice", async () => {
      const { clientId } = players.fapiCiba;
      const configuration = await configure(modes(), players.fapiCiba);
      const { issuer } = configuration.serverMetadata();
      const before = modes().channel.calls.length;
      const request = await signedRequest(issuer, clientId, modes().keys.ES256, parametersOf());
      await oidc.initiateBackchannelAuthentication(configuration, { request });
      await oidc.initiateBackchannelAuthentication(configuration, { request });
      expect(modes().channel.calls.length - before).toBe(2);
    });
  });

  describe("binds tokens", () => {
    it.each([
      ["bound", "400 invalid_grant Invalid auth_req_id"],
      ["fapiMtls", "tokens"],
    ] as const)("%s: after one poll without the certificate, with it: %s", async (name, later) => {
      const { configuration, authReqId } = await approved(modes(), players[name]);
      const { certificate: _, ...bare } = players[name];
      const without = await configure(modes(), bare);
      const words = "Client Certification missing for MTLS HoK Token Binding";
      expect(await answerOf(poll(without, authReqId))).toContain(words);
      await wait(INTERVAL_MS);
      expect(await answerOf(poll(configuration, authReqId))).toBe(later);
    });

    it.each(["dpop", "fapiDpop"] as const)(
      "%s: a poll without a proof is refused and costs nothing",
      async (name) => {
        const { configuration, authReqId } = await approved(modes(), players[name]);
        const refused = await answerOf(poll(configuration, authReqId));
        expect(refused).toBe("400 invalid_request DPoP proof is missing");
        await wait(INTERVAL_MS);
        const proof = await dpopOf(configuration);
        expect(await answerOf(poll(configuration, authReqId, proof))).toBe("tokens");
      },
    );

    it.each(["stranger", undefined] as const)(
      "takes nobody with %s certificate for the client",
      async (certificate) => {
        const { certificate: _, ...bare } = players.mtls;
        const player: Player = certificate ? { ...bare, certificate } : bare;
        const configuration = await configure(modes(), player);
        expect(await answerOf(ask(modes(), configuration, player))).toMatch(/^401 invalid_client/);
      },
    );

    it("refuses to revoke a DPoP-bound token without a proof under fapi-2, not without it", async () => {
      const revoke = async (player: Player) => {
        const { access_token } = await tokensOf(modes(), player);
        const configuration = await configure(modes(), player);
        return answerOf(oidc.tokenRevocation(configuration, access_token));
      };
      expect(await revoke(players.dpop)).toBe("tokens");
      expect(await revoke(players.fapiDpop)).toBe("400 invalid_dpop_proof DPoP proof is missing");
    });
  });

  describe("pings", () => {
    it.each(["SUCCEED", "UNAUTHORIZED"])(
      "once on %s, with the token of the request",
      async (status) => {
        const configuration = await configure(modes(), players.ping);
        const asked = await ask(modes(), configuration, players.ping, pingToken(players.ping));
        const before = modes().pings.pings.length;
        await decide(modes(), "customers", asked.call, status);
        expect(modes().pings.pings.slice(before)).toEqual([
          {
            authorization: `Bearer ${notificationToken}`,
            body: { auth_req_id: asked.authReqId },
          },
        ]);
      },
    );

    it.each([200, 204])("and takes %i for an answer", async (answer) => {
      modes().pings.answer = answer;
      expect(await answerOf(approved(modes(), players.ping))).toBe("tokens");
    });

    it.each([202, 302, 401, 500])(
      "and tells the device of a %i, though approved",
      async (answer) => {
        const configuration = await configure(modes(), players.ping);
        const asked = await ask(modes(), configuration, players.ping, pingToken(players.ping));
        modes().pings.answer = answer;
        const decided = await decide(modes(), "customers", asked.call, "SUCCEED");
        modes().pings.answer = 204;
        expect(decided.status).toBe(400);
        expect(decided.body.error_description).toMatch(/^Failed to send request to client notif/);
        expect(await answerOf(poll(configuration, asked.authReqId))).toBe("tokens");
      },
    );

    it("does not excuse a poll that comes too early after another", async () => {
      const configuration = await configure(modes(), players.ping);
      const asked = await ask(modes(), configuration, players.ping, pingToken(players.ping));
      const once = () => answerOf(poll(configuration, asked.authReqId));
      expect(await once()).toMatch(/^400 authorization_pending/);
      await decide(modes(), "customers", asked.call, "SUCCEED");
      expect(await once()).toBe("400 slow_down too early to access");
      await wait(INTERVAL_MS);
      expect(await once()).toBe("tokens");
    });

    it("only clients that gave a token", async () => {
      const configuration = await configure(modes(), players.ping);
      expect(await answerOf(ask(modes(), configuration, players.ping))).toBe(
        "400 invalid_request Client Notification token needs to be provided with the ping mode",
      );
    });
  });

  it("reads a new key from the client's address, and keeps a removed one until its cache is cleared", async () => {
    const { pings, keys } = modes();
    const asks = async (key: Modes["keys"]["ES256"]) => {
      const asOf = { ...modes(), keys: { ...keys, ES256: key } };
      const configuration = await configure(asOf, players.jwks);
      const answer = await answerOf(ask(asOf, configuration, players.jwks));
      return answer === "tokens" ? "acknowledged" : answer;
    };
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const publicJwk = { ...(await exportJWK(publicKey)), kid: "next", alg: "ES256", use: "sig" };
    const next = { alg: "ES256", kid: "next", privateKey, publicJwk } as const;
    expect(await asks(keys.ES256)).toBe("acknowledged");
    pings.keys = [publicJwk, keys.ES256.publicJwk];
    await wait(KEYS_AGAIN_AFTER_MS);
    expect(await asks(next)).toBe("acknowledged");
    pings.keys = [publicJwk];
    expect(await asks(keys.ES256)).toBe("acknowledged");
    await adminCall(modes(), "POST", "customers/clear-keys-cache");
    expect(await asks(keys.ES256)).toBe("401 invalid_client Unable to load public key");
    pings.keys = [keys.ES256.publicJwk];
  }, 60_000);

  configureSuite(modes);
});
