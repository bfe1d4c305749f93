import * as client from "openid-client";
import { nothingWasSent } from "#lib/platform/http/call.ts";
import { answeredStatus, isAnswerFault } from "./answer-fault.ts";
import {
  type AuthenticationRequest,
  authenticationParameters,
  cibaProfile,
} from "./authentication-parameters.ts";
import { customerOp } from "./op-clients.ts";
import { OpFailure } from "./op-failure.ts";

/** CIBA Core §7.3: what a missing `interval` means. */
const DEFAULT_INTERVAL_SECONDS = 5;
const LONGEST_INTERVAL_SECONDS = 3_600;

export interface Acknowledgement {
  authReqId: string;
  expiresInSeconds: number;
  intervalSeconds: number;
}

/**
 * Sends one CIBA authentication request with a fixed set of parameters. Throws `OpFailure`.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#auth_request
 */
export async function requestAuthentication(
  request: AuthenticationRequest,
): Promise<Acknowledgement> {
  let configuration: client.Configuration;
  let parameters: Record<string, string>;
  try {
    [configuration, parameters] = await Promise.all([
      customerOp(),
      authenticationParameters(request),
    ]);
  } catch (error) {
    throw new OpFailure("op_unreachable", "no", error);
  }
  let answer: Awaited<ReturnType<typeof client.initiateBackchannelAuthentication>>;
  try {
    answer = await client.initiateBackchannelAuthentication(configuration, parameters);
  } catch (error) {
    throw failureOf(error);
  }
  if (answer.expires_in <= 0) throw new OpFailure("op_bad_answer", "maybe");
  return {
    authReqId: answer.auth_req_id,
    expiresInSeconds: answer.expires_in,
    intervalSeconds: Math.ceil(
      Math.min(Math.max(1, answer.interval ?? DEFAULT_INTERVAL_SECONDS), LONGEST_INTERVAL_SECONDS),
    ),
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
