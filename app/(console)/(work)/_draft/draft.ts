import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import type { Contact } from "#lib/core/contracts/order.ts";
import type { Quote } from "#lib/core/contracts/quote.ts";
import { never } from "#lib/core/errors.ts";
import type { AnyFlow } from "#lib/core/flows/catalogue.ts";
import type { FormValues } from "#lib/core/flows/flow.ts";

export interface Found {
  query: string;
  customers: readonly CustomerCard[];
  more: boolean;
}

/** What was asked, kept so that it can be changed and asked again. */
interface Sent {
  customer: CustomerCard;
  flowId: string;
  values: FormValues;
}

/** What is being prepared at the desk. Lives in memory only: it is about customers. */
export interface Draft {
  contact: Contact;
  caseNumber: string;
  query: string;
  found?: Found | undefined;
  customer?: CustomerCard | undefined;
  flowId?: string | undefined;
  values: FormValues;
  /** The look-up for which `values` were typed: another customer starts with an empty form. */
  valuesOf?: string | undefined;
  quote?: Quote | undefined;
  /** Made once per quote, so that a double press is one request. */
  requestId?: string | undefined;
  sent: Readonly<Record<string, Sent>>;
}

export type DraftChange =
  | { type: "typed-query"; query: string }
  | { type: "contact"; contact: Contact }
  | { type: "case-number"; caseNumber: string }
  | { type: "found"; found: Found }
  | { type: "chose-customer"; customer: CustomerCard; flows: readonly AnyFlow[] }
  /** The same look-up, read again: what stands in the way may have changed. */
  | { type: "read-customer"; customer: CustomerCard }
  | { type: "chose-flow"; flow: AnyFlow }
  | { type: "typed"; name: string; value: string }
  | { type: "quoted"; quote: Quote; requestId: string }
  | { type: "back"; flows: readonly AnyFlow[] }
  | { type: "sent"; requestId: string }
  | { type: "again"; requestId: string }
  | { type: "restarted" };

export type Step = "search" | "flow" | "form" | "review";

export const emptyDraft: Draft = {
  contact: "counter",
  caseNumber: "",
  query: "",
  values: {},
  sent: {},
};

export function stepOf(draft: Draft): Step {
  if (draft.customer === undefined) return "search";
  if (draft.flowId === undefined) return "flow";
  return draft.quote === undefined ? "form" : "review";
}

/** One step of the draft's life. Nothing typed is lost but by `restarted` and another customer. */
export function changeDraft(draft: Draft, change: DraftChange): Draft {
  switch (change.type) {
    case "typed-query":
      return { ...draft, query: change.query };
    case "contact":
      return { ...draft, contact: change.contact };
    case "case-number":
      return { ...draft, caseNumber: change.caseNumber };
    case "found":
      return { ...draft, found: change.found };
    case "chose-customer": {
      const only = change.flows.length === 1 ? change.flows[0] : undefined;
      const same = draft.valuesOf === change.customer.lookupId;
      const next = {
        ...draft,
        customer: change.customer,
        values: same ? draft.values : {},
        valuesOf: change.customer.lookupId,
        flowId: undefined,
        quote: undefined,
      };
      return only ? openFlow(next, only) : next;
    }
    case "read-customer":
      return draft.customer?.lookupId === change.customer.lookupId
        ? { ...draft, customer: change.customer }
        : draft;
    case "chose-flow":
      return openFlow(draft, change.flow);
    case "typed":
      return { ...draft, values: { ...draft.values, [change.name]: change.value } };
    case "quoted":
      return { ...draft, quote: change.quote, requestId: change.requestId };
    case "back":
      return back(draft, change.flows.length);
    case "sent": {
      const { customer, flowId, values, sent } = draft;
      const kept =
        customer && flowId ? { ...sent, [change.requestId]: { customer, flowId, values } } : sent;
      return { ...emptyDraft, contact: draft.contact, sent: kept };
    }
    case "again": {
      const asked = draft.sent[change.requestId];
      const blank = { ...emptyDraft, contact: draft.contact, sent: draft.sent };
      return asked ? { ...blank, ...asked, valuesOf: asked.customer.lookupId } : blank;
    }
    case "restarted":
      return { ...emptyDraft, contact: draft.contact, sent: draft.sent };
    default:
      return never(change);
  }
}

function back(draft: Draft, flowCount: number): Draft {
  if (draft.quote) return { ...draft, quote: undefined, requestId: undefined };
  if (draft.flowId && flowCount > 1) return { ...draft, flowId: undefined };
  return { ...draft, customer: undefined, flowId: undefined };
}

/** Opens a flow's form; going back and forth in one flow keeps what was typed. */
function openFlow(draft: Draft, flow: AnyFlow): Draft {
  const accounts = draft.customer?.accounts ?? [];
  const account = accounts.find((each) => each.status === "active") ?? accounts[0];
  const values: Record<string, string> = {};
  for (const field of flow.fields) {
    if (field.kind === "account") values[field.name] = account?.accountId ?? "";
    else if (field.kind === "choices")
      values[field.name] = (field.choices ?? [])
        .filter((choice) => choice.chosen)
        .map((choice) => choice.value)
        .join(",");
    else values[field.name] = "";
  }
  return { ...draft, flowId: flow.id, values: { ...values, ...draft.values } };
}
