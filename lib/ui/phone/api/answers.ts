import { z } from "zod";
import { approvalState } from "#lib/core/contracts/follow.ts";
import { customerLanguage } from "#lib/core/contracts/order.ts";
import { decision, receiptStatement } from "#lib/core/contracts/receipt.ts";
import type { CustomerWords } from "#lib/core/flows/customer-words.ts";

/** Answers of the Phone API: read from the wire (snake_case), used in the app (camelCase). */
const instant = z.iso.datetime({ offset: true });
const optionalInstant = instant.nullish().transform((value) => value ?? undefined);

/** Strict: a word that this app does not render must not be in the hash that it signs. */
const customerWords: z.ZodType<CustomerWords> = z.strictObject({
  template: z.string(),
  language: customerLanguage,
  direction: z.enum(["ltr", "rtl"]),
  asker: z.string(),
  where: z.string(),
  headline: z.string(),
  emphasis: z.string(),
  rows: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  codeLabel: z.string(),
  code: z.string(),
  approve: z.string(),
  decline: z.string(),
  notMe: z.string(),
});

const cardShape = {
  id: z.string(),
  state: approvalState,
  decision: decision.nullish().transform((value) => value ?? undefined),
  words: customerWords,
  deadline_at: instant,
  received_at: instant,
  ended_at: optionalInstant,
};
const wireCard = z.object(cardShape);

const unsignedStatement = receiptStatement.omit({ decision: true, shown_text_hash: true });
/** What the receipt will say besides the decision and the hash of the words (wire spelling: it is signed). */
export type UnsignedStatement = z.infer<typeof unsignedStatement>;

export interface ApprovalCard {
  id: string;
  state: z.infer<typeof approvalState>;
  decision: z.infer<typeof decision> | undefined;
  words: CustomerWords;
  deadlineAt: string;
  receivedAt: string;
  endedAt: string | undefined;
}

export interface Question extends ApprovalCard {
  statement: UnsignedStatement;
}

const toCard = (wire: z.infer<typeof wireCard>): ApprovalCard => ({
  id: wire.id,
  state: wire.state,
  decision: wire.decision,
  words: wire.words,
  deadlineAt: wire.deadline_at,
  receivedAt: wire.received_at,
  endedAt: wire.ended_at,
});

export const approvalsAnswer = z
  .object({ approvals: z.array(wireCard), server_now: instant })
  .transform((wire) => ({ approvals: wire.approvals.map(toCard), serverNow: wire.server_now }));
export type Approvals = z.infer<typeof approvalsAnswer>;

export const questionAnswer = z
  .object({ ...cardShape, statement: unsignedStatement })
  .transform(({ statement, ...wire }): Question => ({ ...toCard(wire), statement }));

export const decisionAnswer = z.object({
  state: approvalState,
  decision,
  told: z.boolean(),
});

export const meAnswer = z
  .object({
    device_id: z.string(),
    device_name: z.string(),
    authenticator_id: z.string(),
    customer_sub: z.string(),
    customer_name: z.string(),
    language: customerLanguage,
    devices: z.array(
      z.object({
        device_id: z.string(),
        device_name: z.string(),
        created_at: instant,
        this_one: z.boolean(),
      }),
    ),
  })
  .transform((wire) => ({
    deviceId: wire.device_id,
    deviceName: wire.device_name,
    authenticatorId: wire.authenticator_id,
    customerName: wire.customer_name,
    language: wire.language,
    devices: wire.devices.map((device) => ({
      deviceId: device.device_id,
      deviceName: device.device_name,
      createdAt: device.created_at,
      thisOne: device.this_one,
    })),
  }));
export type Me = z.infer<typeof meAnswer>;

export const enrolmentAnswer = z
  .object({ customer_name: z.string().nullish(), expires_at: instant })
  .transform((wire) => ({
    customerName: wire.customer_name ?? undefined,
    expiresAt: wire.expires_at,
  }));

export const newDeviceAnswer = z
  .object({ device_id: z.string(), authenticator_id: z.string(), usable_from: instant })
  .transform((wire) => ({
    deviceId: wire.device_id,
    authenticatorId: wire.authenticator_id,
    usableFrom: wire.usable_from,
  }));

/** Extra members of a problem about a wrong PIN. */
export const pinProblem = z
  .looseObject({
    attempts_left: z.coerce.number().int().nonnegative().optional(),
    retry_at: instant.optional(),
  })
  .transform((wire) => ({
    attemptsLeft: wire.attempts_left,
    retryAt: wire.retry_at,
  }));
