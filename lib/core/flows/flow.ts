import type { z } from "zod";
import type { Money } from "../banking/money.ts";
import type { CustomerLanguage, Order } from "../contracts/order.ts";
import type { FieldFault } from "../errors.ts";
import type { Role } from "../operators/roles.ts";
import type { CustomerWords } from "./customer-words.ts";

/** An account of the customer as a look-up shows it: masked. */
export interface AccountChoice {
  accountId: string;
  kind: "current" | "savings" | "joint";
  currency: string;
  maskedIban: string;
  status: "active" | "blocked";
}

/** What a form knows besides its own fields. */
export interface FormContext {
  accounts: readonly AccountChoice[];
}

export type FormValues = Readonly<Record<string, string>>;

/** One field of a flow's form, in the order of the screen. */
export interface FieldSpec {
  name: string;
  label: string;
  kind: "text" | "amount" | "iban" | "account" | "choices";
  hint?: string;
  optional?: boolean;
  maxLength?: number;
  choices?: readonly { value: string; label: string; chosen?: boolean }[];
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; faults: FieldFault[] };

/** One row of the outcome as the operator (and the printed slip) shows it. */
export interface OutcomeRow {
  label: string;
  value: string;
}

/**
 * A flow: everything that makes one kind of approval, in one file. Adding one is a new file and a
 * line in `catalogue.ts`. `Request` is what the quote asks the bank for, `Details` what the bank
 * puts into the order, `Result` what executing it answers.
 */
export interface Flow<Request = unknown, Details = unknown, Result = unknown> {
  id: string;
  title: string;
  /** What the operator does, for the palette and the card: "Move money to another account". */
  description: string;
  roles: readonly Role[];
  /** OAuth scopes of the CIBA request, `openid` included. */
  scopes: readonly string[];
  /** `requested_expiry`, seconds. */
  expirySeconds: number;
  fields: readonly FieldSpec[];
  /** Checks all fields, in the order of the form; every fault names its field and what to do. */
  parse(values: FormValues, context: FormContext): Parsed<Request>;
  /** A draft of the details from what is typed so far, for the live preview; undefined fields show as "…". */
  preview(values: FormValues, context: FormContext): Details;
  details: z.ZodType<Details>;
  result: z.ZodType<Result>;
  /** The subject of the binding message, before the check code: "500.00EUR". */
  bindingSubject(details: Details): string;
  /** The amount at stake, where there is one. */
  amount(details: Details): Money | undefined;
  /**
   * The customer's own words, in their language: exactly what the phone shows and the receipt
   * hashes. `code` is the order's check code (`checkCode(await orderDigest(order))`).
   */
  words(order: Order, code: string, language: CustomerLanguage): CustomerWords;
  /** One line for the operator: "€500.00 to Northwind Ltd". */
  summary(details: Details): string;
  /** The button: "Ask Alice M. to approve €500.00". */
  askLabel(details: Details, customerName: string): string;
  /** What is done when the customer approved. Both flows here execute the order at the bank, once. */
  onApproval: "execute-order";
  outcome(result: Result): OutcomeRow[];
}

/** Shown in a preview where the operator has not typed anything yet. */
export const blank = "…";
