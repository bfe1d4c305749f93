import { createHash } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { FastifyRequest } from "fastify";
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";
import { z } from "zod";
import { refuse } from "../http/refuse.ts";
import type { AccessToken } from "./access-token.ts";

const MAX_PROOF_AGE_SECONDS = 60;
const MAX_REMEMBERED_PROOFS = 10_000;

const confirmation = z.looseObject({
  jkt: z.string().optional(),
  "x5t#S256": z.string().optional(),
});

/** Proofs seen lately: each is good for one request. Insertion order is age. */
const seen = new Map<string, number>();

/**
 * Refuses a sender-constrained token that comes without its proof: the client certificate that it
 * names (RFC 8705 §3), or a DPoP proof by the key that it names, for exactly this request (RFC 9449
 * §7). A plain bearer token needs none; a bound one is no bearer token.
 */
export async function requireProof(
  token: AccessToken,
  accessToken: string,
  scheme: string,
  request: FastifyRequest,
): Promise<void> {
  const { jkt, "x5t#S256": thumbprint } = confirmation.parse(token.claims.cnf ?? {});
  if (thumbprint !== undefined && thumbprint !== certificateThumbprint(request))
    throw refuse("proof_missing", "The token is bound to a client certificate that was not shown.");
  if ((jkt === undefined) !== (scheme !== "dpop"))
    throw refuse(
      "proof_missing",
      jkt === undefined
        ? "The token is not bound to a DPoP key. Send it as a bearer token."
        : "The token is bound to a DPoP key. Send it by the DPoP scheme, with a proof.",
    );
  if (jkt !== undefined) await requireDpop(jkt, accessToken, request);
}

function certificateThumbprint(request: FastifyRequest): string | undefined {
  const socket = request.raw.socket as Partial<TLSSocket>;
  const raw = socket.getPeerCertificate?.()?.raw;
  return raw ? createHash("sha256").update(raw).digest("base64url") : undefined;
}

async function requireDpop(
  jkt: string,
  accessToken: string,
  request: FastifyRequest,
): Promise<void> {
  const wrong = (detail: string) => refuse("proof_invalid", detail, { field: "DPoP" });
  const { dpop } = request.headers;
  if (typeof dpop !== "string") throw wrong("The header DPoP is missing.");
  const { payload, protectedHeader } = await jwtVerify(dpop, EmbeddedJWK, {
    typ: "dpop+jwt",
    algorithms: ["ES256", "PS256"],
    maxTokenAge: MAX_PROOF_AGE_SECONDS,
    clockTolerance: 5,
    requiredClaims: ["jti", "htm", "htu", "iat", "ath"],
  }).catch(() => {
    throw wrong("The DPoP proof does not verify, or is too old.");
  });
  const thumbprint = protectedHeader.jwk && (await calculateJwkThumbprint(protectedHeader.jwk));
  const path = request.url.split("?")[0];
  if (thumbprint !== jkt) throw wrong("The DPoP proof is by another key.");
  if (
    payload.htm !== request.method ||
    payload.htu !== `${request.protocol}://${request.host}${path}`
  )
    throw wrong("The DPoP proof is for another request.");
  if (payload.ath !== createHash("sha256").update(accessToken).digest("base64url"))
    throw wrong("The DPoP proof is for another token.");
  if (!firstUse(`${jkt}.${payload.jti}`)) throw wrong("The DPoP proof was used before.");
}

function firstUse(proof: string): boolean {
  const now = Date.now();
  for (const [known, at] of seen) {
    if (at > now - 2 * MAX_PROOF_AGE_SECONDS * 1000 && seen.size <= MAX_REMEMBERED_PROOFS) break;
    seen.delete(known);
  }
  if (seen.has(proof)) return false;
  seen.set(proof, now);
  return true;
}
