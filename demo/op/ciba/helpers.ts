import { errors, type KoaContextWithOIDC } from "oidc-provider";
import type { Directory } from "../accounts/directory.ts";
import { readLoginHintToken } from "./login-hint-token.ts";
import { signedRequestContext } from "./request-object.ts";

const bindingMessagePattern = /^[A-Za-z0-9\-._+/!?#]{1,20}$/;
/** Keycloak silently drops longer extra parameters; the device then refuses. */
const requestContextMaxChars = 200;

/** oidc-provider's questions about a CIBA request, less the call of the device. */
export function cibaHelpers(directory: Directory, bindingMessageRequiredOf: ReadonlySet<string>) {
  return {
    /** User name in any case, or e-mail. `undefined` becomes `unknown_user_id`. */
    async processLoginHint(_ctx: KoaContextWithOIDC, loginHint = "") {
      return directory.byLoginHint(loginHint)?.id;
    },

    async processLoginHintToken(ctx: KoaContextWithOIDC, token = "") {
      return readLoginHintToken(directory, ctx, token);
    },

    async verifyUserCode(_ctx: KoaContextWithOIDC, _account: unknown, userCode?: string) {
      if (userCode !== undefined) throw new errors.InvalidRequest("user_code is not supported");
    },

    /** oidc-provider's default rule: 1–20 characters of a basic set; FAPI clients must send one. */
    async validateBindingMessage(ctx: KoaContextWithOIDC, bindingMessage?: string) {
      const clientId = ctx.oidc.client?.clientId ?? "";
      if (bindingMessage === undefined && bindingMessageRequiredOf.has(clientId))
        throw new errors.InvalidBindingMessage("binding_message is required");
      if (bindingMessage !== undefined && !bindingMessagePattern.test(bindingMessage))
        throw new errors.InvalidBindingMessage(
          "binding_message must be 1 to 20 characters of A-Z a-z 0-9 - . _ + / ! ? #",
        );
    },

    /** Any string, a signed object (it goes on as its JSON), or nothing: its meaning is not ours. */
    async validateRequestContext(ctx: KoaContextWithOIDC, parameter?: unknown) {
      const signed = signedRequestContext(ctx);
      const isObject = typeof signed === "object" && signed !== null && !Array.isArray(signed);
      const requestContext = isObject ? JSON.stringify(signed) : (signed ?? parameter);
      if (requestContext === undefined || !ctx.oidc.params) return;
      if (typeof requestContext !== "string")
        throw new errors.InvalidRequest("request_context must be a string or an object");
      ctx.oidc.params.request_context =
        requestContext.length > requestContextMaxChars ? undefined : requestContext;
    },
  };
}

/** Seconds that a request lives: `requested_expiry` where it is given, at most ten minutes. */
export function requestLifetimeSeconds(requested: unknown, defaultSeconds: number): number {
  const maxSeconds = 600;
  return requested === undefined ? defaultSeconds : Math.min(Number(requested), maxSeconds);
}
