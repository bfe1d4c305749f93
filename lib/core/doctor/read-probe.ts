import type { VerdictId } from "./verdicts.ts";

/** What the OP answered to the probe: accepted, or the error that it refused with. */
export type ProbeAnswer =
  | { kind: "accepted" }
  | { kind: "refused"; status: number; error: string | undefined; description: string | undefined }
  | { kind: "not_sent" };

/** Errors by which an OP says that it did look for the customer, and found none. */
const customerErrors = ["unknown_user_id", "invalid_user", "unknown_user"];

/**
 * What a refusal says about the client's permission and about the binding-message rule.
 * `clientIsGood`: the same client got a token a moment ago, so `unauthorized_client` is no bad secret.
 */
export function readProbe(
  answer: ProbeAnswer,
  clientIsGood: boolean,
): { permission: VerdictId; bindingMessage: VerdictId } {
  const unseen = (permission: VerdictId) => ({ permission, bindingMessage: permission });
  if (answer.kind === "accepted") return unseen("probe.accepted");
  if (answer.kind === "not_sent") return unseen("probe.not-sent");
  const { status, error = "", description = "" } = answer;
  const other = (permission: VerdictId) => ({
    permission,
    bindingMessage: "probe.not-sent" as const,
  });
  if (error === "invalid_binding_message")
    return { permission: "probe.allowed", bindingMessage: "binding.enforced" };
  if (customerErrors.includes(error) || customerErrors.includes(description))
    return { permission: "probe.allowed", bindingMessage: "binding.unseen" };
  // A 5xx of the channel: it went past every check, to the phone's server, which refused it.
  if (status >= 500)
    return /authentication (request|device)/i.test(description)
      ? unseen("probe.accepted")
      : other("probe.server-error");
  if (error === "invalid_scope") return other("probe.no-scope");
  if (/request_object|request_uri/.test(error)) return other("probe.bad-object");
  if (error === "invalid_grant" || error === "unsupported_grant_type" || isNotAllowed(description))
    return other("probe.no-grant");
  if (error === "unauthorized_client" && clientIsGood) return other("probe.no-grant");
  if (error === "invalid_client" || error === "unauthorized_client" || status === 401)
    return other("probe.no-client");
  return other("probe.other");
}

function isNotAllowed(description: string): boolean {
  return /not (allowed|enabled|permitted)/i.test(description) && /ciba|grant/i.test(description);
}
