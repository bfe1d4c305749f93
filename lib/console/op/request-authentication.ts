import * as client from "openid-client";
import { cibaProfiles } from "#lib/core/ciba/catalogue.ts";
import type { CibaProfile } from "#lib/core/ciba/profile.ts";
import { requestContextMaxChars } from "#lib/core/contracts/order.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { nothingWasSent } from "#lib/platform/http/call.ts";
import { answeredStatus, isAnswerFault } from "./answer-fault.ts";
import { customerOp } from "./op-clients.ts";
import { OpFailure } from "./op-failure.ts";

export interface Acknowledgement {
  authReqId: string;
  expiresInSeconds: number;
  intervalSeconds: number;
}

/** The profile of the customers' OP, from the configuration. */
export function cibaProfile(): CibaProfile {
  const id = consoleConfig().CONSOLE_CIBA_PROFILE;
  const profile = cibaProfiles.find((each) => each.id === id);
  if (!profile) throw new Error(`no CIBA profile "${id}"`);
  return profile;
}

/**
 * Sends one CIBA authentication request with a fixed set of parameters. Throws `OpFailure`.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#auth_request
 */
export async function requestAuthentication(input: {
  scopes: readonly string[];
  loginHint: string;
  bindingMessage: string;
  order: string;
  digest: string;
  expirySeconds: number;
}): Promise<Acknowledgement> {
  const context = JSON.stringify({ order: input.order, digest: input.digest });
  if (context.length > requestContextMaxChars)
    throw new OpFailure("op_refused", "no", new RangeError("request_context is too long"));
  let configuration: client.Configuration;
  try {
    configuration = await customerOp();
  } catch (error) {
    throw new OpFailure("op_unreachable", "no", error);
  }
  let answer: Awaited<ReturnType<typeof client.initiateBackchannelAuthentication>>;
  try {
    answer = await client.initiateBackchannelAuthentication(configuration, {
      scope: input.scopes.join(" "),
      login_hint: input.loginHint,
      binding_message: input.bindingMessage,
      request_context: context,
      requested_expiry: String(input.expirySeconds),
    });
  } catch (error) {
    throw failureOf(error);
  }
  return {
    authReqId: answer.auth_req_id,
    expiresInSeconds: answer.expires_in,
    intervalSeconds: Math.max(1, answer.interval ?? 5),
  };
}

function failureOf(error: unknown): OpFailure {
  if (error instanceof client.ResponseBodyError)
    return new OpFailure(
      cibaProfile().failure({
        httpStatus: error.status,
        error: error.error,
        errorDescription: error.error_description,
      }),
      "no",
      error,
    );
  if (error instanceof client.WWWAuthenticateChallengeError)
    return new OpFailure("op_client_refused", "no", error);
  if (nothingWasSent(error)) return new OpFailure("op_unreachable", "no", error);
  if (error instanceof client.ClientError) {
    // An HTTP answer came that is no CIBA answer: a refusal if its status says so.
    const status = answeredStatus(error);
    if (status !== undefined && status >= 400)
      return new OpFailure(
        cibaProfile().failure({
          httpStatus: status,
          error: undefined,
          errorDescription: undefined,
        }),
        "no",
        error,
      );
    const answered = status !== undefined || isAnswerFault(error);
    return new OpFailure(answered ? "op_bad_answer" : "op_no_answer", "maybe", error);
  }
  return new OpFailure("op_no_answer", "maybe", error);
}
