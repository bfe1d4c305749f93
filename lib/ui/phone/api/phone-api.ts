import type { DeclineReason } from "#lib/core/contracts/follow.ts";
import type { CustomerLanguage } from "#lib/core/contracts/order.ts";
import type { PublicKeyJwk, Receipt } from "#lib/core/contracts/receipt.ts";
import {
  approvalsAnswer,
  decisionAnswer,
  enrolmentAnswer,
  meAnswer,
  newDeviceAnswer,
  questionAnswer,
} from "./answers.ts";
import { phoneCall } from "./phone-call.ts";

/** The Phone API, one function a route; every one rejects with a `PhoneFailure`. */
export const enrolStartPath = "/api/phone/enrol/start";
export const eventsPath = "/api/phone/events";

const one = (id: string) => `/api/phone/approvals/${encodeURIComponent(id)}` as const;

export const readMe = () => phoneCall("GET", "/api/phone/me", { schema: meAnswer });

export const listApprovals = () =>
  phoneCall("GET", "/api/phone/approvals", { schema: approvalsAnswer });

export const readQuestion = (id: string) => phoneCall("GET", one(id), { schema: questionAnswer });

export const reportOpened = (id: string) => phoneCall("POST", `${one(id)}/opened`, { body: {} });

/** `pin` goes with an approval only; a no never needs one. */
export const sendDecision = (
  id: string,
  input: { receipt: Receipt; reason?: DeclineReason | undefined; pin?: string | undefined },
) =>
  phoneCall("POST", `${one(id)}/decision`, {
    schema: decisionAnswer,
    body: {
      decision: input.receipt.statement.decision,
      ...(input.reason === undefined ? {} : { reason: input.reason }),
      ...(input.pin === undefined ? {} : { pin: input.pin }),
      receipt: input.receipt,
    },
  });

export const chooseLanguage = (language: CustomerLanguage) =>
  phoneCall("POST", "/api/phone/language", { body: { language } });

export const readEnrolment = () =>
  phoneCall("GET", "/api/phone/enrol", { schema: enrolmentAnswer });

export const addDevice = (input: { deviceName: string; pin: string; key: PublicKeyJwk }) =>
  phoneCall("POST", "/api/phone/devices", {
    schema: newDeviceAnswer,
    body: { device_name: input.deviceName, pin: input.pin, public_key_jwk: input.key },
  });

export const removeDevice = (deviceId: string) =>
  phoneCall("DELETE", `/api/phone/devices/${encodeURIComponent(deviceId)}`);

export const adoptSession = (session: string) =>
  phoneCall("POST", "/api/phone/adopt", { body: { session } });
