import type { CibaProfile } from "./profile.ts";

/**
 * "500.00EUR" and "7K2M9Q" → "500.00EUR-7K2M9Q" under the OP's rule. The subject is kept whole or
 * left out, never cut: half an amount is worse than none. The check code is always there.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#auth_request
 */
export function compileBindingMessage(
  profile: CibaProfile,
  subject: string,
  checkCode: string,
): string {
  const { maxChars, allowed } = profile.bindingMessage;
  const full = `${subject}-${checkCode}`;
  const fits = full.length <= maxChars && [...full].every((character) => allowed.test(character));
  return subject !== "" && fits ? full : checkCode;
}
