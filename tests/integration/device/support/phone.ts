import { base64url, canonicalBytes } from "#lib/core/contracts/digest.ts";
import type { Decision, Receipt, ReceiptStatement } from "#lib/core/contracts/receipt.ts";
import { type CustomerWords, shownTextHash } from "#lib/core/flows/customer-words.ts";
import type { ApprovalToSign } from "#lib/device/approvals/read-approval.ts";
import { home, type World } from "./world.ts";

export interface Phone {
  sub: string;
  cookie: string;
  deviceId: string;
  authenticatorId: string;
  key: CryptoKey;
}

export const goodPin = "2468";

/** A request as the phone's page makes it. */
export function fromPhone(
  path: string,
  options: { method?: string; cookie?: string; json?: unknown; origin?: string | null } = {},
): Request {
  const method = options.method ?? (options.json === undefined ? "GET" : "POST");
  const origin = options.origin === undefined ? home : options.origin;
  return new Request(home + path, {
    method,
    headers: {
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...(options.json === undefined ? {} : { "content-type": "application/json" }),
      ...(method !== "GET" && origin ? { origin } : {}),
    },
    ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
  });
}

export const cookiePair = (response: Response, name: string): string | undefined =>
  response.headers
    .getSetCookie()
    .find((each) => each.startsWith(`${name}=`))
    ?.split(";")[0];

/** Signs in at the OP: the cookie of an enrolment that can become a device. */
export async function signIn(
  world: World,
  who: { sub: string; name?: string; authTime?: number },
): Promise<{ response: Response; cookie: string | undefined }> {
  const { GET: start } = await import("#app/api/phone/enrol/start/route.ts");
  const { GET: callback } = await import("#app/api/phone/enrol/callback/route.ts");
  const started = await start();
  const query = world.op.logIn(started.headers.get("location") ?? "", who);
  const response = await callback(
    fromPhone(`/api/phone/enrol/callback${query}`, {
      cookie: cookiePair(started, "countersign_enrol") ?? "",
    }),
  );
  return { response, cookie: cookiePair(response, "countersign_enrol") };
}

export async function newKey() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: { kty, crv, x, y } };
}

/** Enrols a phone by the same steps as the page: login, key, PIN. */
export async function enrolPhone(world: World, sub = "customer-1"): Promise<Phone> {
  const { POST } = await import("#app/api/phone/devices/route.ts");
  const { cookie } = await signIn(world, { sub });
  const key = await newKey();
  const response = await POST(
    fromPhone("/api/phone/devices", {
      cookie: cookie ?? "",
      json: { device_name: "Test phone", pin: goodPin, public_key_jwk: key.publicKey },
    }),
  );
  if (response.status !== 201)
    throw new Error(`enrolment answered ${response.status} ${await response.text()}`);
  const body = await response.json();
  return {
    sub,
    cookie: cookiePair(response, "countersign_phone") ?? "",
    deviceId: body.device_id,
    authenticatorId: body.authenticator_id,
    key: key.privateKey,
  };
}

export async function openQuestion(phone: Phone, approvalId: string): Promise<ApprovalToSign> {
  const { GET } = await import("#app/api/phone/approvals/[approvalId]/route.ts");
  const response = await GET(fromPhone(`/api/phone/approvals/${approvalId}`, phone), {
    params: Promise.resolve({ approvalId }),
  });
  if (response.status !== 200) throw new Error(`the question answered ${response.status}`);
  return response.json();
}

export async function signReceipt(
  phone: Phone,
  question: { statement: ApprovalToSign["statement"]; words: CustomerWords },
  decision: Decision,
  changes: Partial<ReceiptStatement> = {},
): Promise<Receipt> {
  const statement: ReceiptStatement = {
    ...question.statement,
    decision,
    shown_text_hash: await shownTextHash(question.words),
    ...changes,
  };
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    phone.key,
    canonicalBytes(statement),
  );
  return {
    statement,
    authenticator_id: phone.authenticatorId,
    signature: base64url(new Uint8Array(signature)),
    decided_at: new Date().toISOString(),
  };
}

/** `POST …/decision` with whatever body. */
export async function postDecision(phone: Phone, approvalId: string, json: unknown) {
  const { POST } = await import("#app/api/phone/approvals/[approvalId]/decision/route.ts");
  const response = await POST(
    fromPhone(`/api/phone/approvals/${approvalId}/decision`, { cookie: phone.cookie, json }),
    { params: Promise.resolve({ approvalId }) },
  );
  return { status: response.status, body: await response.json() };
}

/** Opens, signs and sends a decision, as the page does. */
export async function decideOn(
  phone: Phone,
  approvalId: string,
  decision: Decision,
  more: { pin?: string; reason?: string } = {},
) {
  const question = await openQuestion(phone, approvalId);
  const receipt = await signReceipt(phone, question, decision);
  return postDecision(phone, approvalId, {
    decision,
    receipt,
    ...(decision === "approved" ? { pin: more.pin ?? goodPin } : {}),
    ...(more.reason ? { reason: more.reason } : {}),
  });
}
