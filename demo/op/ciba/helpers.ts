import { errors, type KoaContextWithOIDC } from "oidc-provider";
import type { Directory } from "../accounts/directory.ts";

const bindingMessagePattern = /^[A-Za-z0-9\-._+/!?#]{1,20}$/;
/** Keycloak silently drops longer extra parameters; the device then refuses. */
const requestContextMaxChars = 200;

/** oidc-provider's questions about a CIBA request, less the call of the device. */
export function cibaHelpers(directory: Directory) {
  return {
    /** User name in any case, or e-mail. `undefined` becomes `unknown_user_id`. */
    async processLoginHint(_ctx: KoaContextWithOIDC, loginHint = "") {
      return directory.byLoginHint(loginHint)?.id;
    },

    async processLoginHintToken(): Promise<string | undefined> {
      throw new errors.InvalidRequest("login_hint_token is not supported");
    },

    async verifyUserCode(_ctx: KoaContextWithOIDC, _account: unknown, userCode?: string) {
      if (userCode !== undefined) throw new errors.InvalidRequest("user_code is not supported");
    },

    /** oidc-provider's default rule: 1–20 characters of a basic set; may be missing. */
    async validateBindingMessage(_ctx: KoaContextWithOIDC, bindingMessage?: string) {
      if (bindingMessage !== undefined && !bindingMessagePattern.test(bindingMessage))
        throw new errors.InvalidBindingMessage(
          "binding_message must be 1 to 20 characters of A-Z a-z 0-9 - . _ + / ! ? #",
        );
    },

    /** Any string, or nothing: what it means is between the bank, the console and the device. */
    async validateRequestContext(ctx: KoaContextWithOIDC, requestContext?: unknown) {
      if (requestContext !== undefined && typeof requestContext !== "string")
        throw new errors.InvalidRequest("request_context must be a string");
      if (requestContext && requestContext.length > requestContextMaxChars && ctx.oidc.params)
        ctx.oidc.params.request_context = undefined;
    },
  };
}

/** Seconds that a request lives: `requested_expiry` where it is given, at most ten minutes. */
export function requestLifetimeSeconds(requested: unknown, defaultSeconds: number): number {
  const maxSeconds = 600;
  return requested === undefined ? defaultSeconds : Math.min(Number(requested), maxSeconds);
}
