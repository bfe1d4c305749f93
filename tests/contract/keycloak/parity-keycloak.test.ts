import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoint, post } from "../op/ciba-client.ts";
import { embedded } from "../op/parity-expected.ts";
import { observations } from "../op/parity-suite.ts";
import {
  approvedTokens,
  asked,
  decide,
  type JsonValue,
  pollOf,
  seen,
} from "../op/parity-target.ts";
import { keycloakDiffers } from "./keycloak-differs.ts";
import { type RunningTarget, startKeycloakTarget } from "./keycloak-target.ts";

/** The first start fetches 177 MB and builds. */
const START_WITHIN_MS = 600_000;

describe.skipIf(process.env.COUNTERSIGN_KEYCLOAK_TESTS !== "1")(
  "Keycloak does what the embedded OP does, but where keycloak-differs.ts says",
  () => {
    const found: Record<string, JsonValue> = {};
    let running: RunningTarget | undefined;

    beforeAll(async () => {
      running = await startKeycloakTarget();
    }, START_WITHIN_MS);
    afterAll(async () => {
      await running?.remove();
      const folder = process.env.PARITY_REPORT;
      if (folder) {
        writeFileSync(`${folder}/parity-keycloak.json`, `${JSON.stringify(found, null, 2)}\n`);
      }
    });

    for (const { name, run } of observations)
      it(name, async () => {
        if (!running) throw new Error("Keycloak does not run");
        const answer = await run(running.target);
        found[name] = answer;
        expect(answer).toEqual(name in keycloakDiffers ? keycloakDiffers[name] : embedded[name]);
      });

    it("revocation and end_session each end a token at once, seen by userinfo", async () => {
      if (!running) throw new Error("Keycloak does not run");
      const { target } = running;
      const issuer = target.customerIssuer;
      const userinfo = async (token: unknown) => {
        const headers = { authorization: `Bearer ${token}` };
        return (await fetch(await endpoint(issuer, "userinfo"), { headers })).status;
      };
      const revoked = await approvedTokens(target);
      const ended = await approvedTokens(target);
      const before = [await userinfo(revoked.access_token), await userinfo(ended.access_token)];
      await post(issuer, "revocation", target.console, { token: String(revoked.access_token) });
      await post(issuer, "end_session", undefined, { id_token_hint: String(ended.id_token) });
      const after = [await userinfo(revoked.access_token), await userinfo(ended.access_token)];
      expect({ before, after }).toEqual({ before: [200, 200], after: [401, 401] });
    });

    it("a restart loses what was asked: the poll says invalid_grant, the callback 403", async () => {
      if (!running) throw new Error("Keycloak does not run");
      const { target } = running;
      const pending = await asked(target);
      const approved = await asked(target);
      await decide(target, approved.call, "SUCCEED");
      await running.restart();
      expect(seen(await pollOf(target, pending.authReqId))).toBe("400 invalid_grant");
      expect(seen(await pollOf(target, approved.authReqId))).toBe("400 invalid_grant");
      expect((await decide(target, pending.call, "SUCCEED")).status).toBe(403);
    }, 120_000);
  },
);
