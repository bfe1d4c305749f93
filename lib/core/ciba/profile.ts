import type { FailureReason } from "../contracts/request.ts";

/** What the authorization endpoint of CIBA answered when it did not acknowledge. */
export interface OpRefusal {
  httpStatus: number;
  /** OAuth error code, where the body held one. */
  error: string | undefined;
  errorDescription: string | undefined;
}

/**
 * How one kind of OP differs from the others. Only data and pure functions; nothing outside a
 * profile asks which OP it talks to.
 */
export interface CibaProfile {
  id: string;
  /** `binding_message`: longest form and allowed characters. */
  bindingMessage: { maxChars: number; allowed: RegExp };
  /** Wire form of `request_context` in a signed request; "none" where the OP knows no such parameter. */
  requestContext: "string" | "object" | "none";
  /** Whether the order travels as `authorization_details` (RFC 9396) besides. */
  authorizationDetails: boolean;
  /** Wire form of `login_hint`. */
  loginHint(customer: { hint: string; sub: string; issuer: string }): string;
  /** Whether `expires_in` follows `requested_expiry`; if not, the minimum of both is the deadline. */
  honoursRequestedExpiry: boolean;
  /** What a refusal of the authentication request means to us. */
  failure(refusal: OpRefusal): FailureReason;
}

/** What the standard codes mean everywhere (CIBA Core 1.0 §13). */
export function standardFailure({ httpStatus, error }: OpRefusal): FailureReason {
  if (error === "unknown_user_id" || error === "expired_login_hint_token")
    return "op_customer_unknown";
  if (error === "invalid_binding_message") return "op_binding_refused";
  if (error === "invalid_client" || error === "unauthorized_client" || httpStatus === 401)
    return "op_client_refused";
  if (httpStatus >= 500) return "op_unreachable";
  return "op_refused";
}
