import type { AccountChoice } from "../flows/flow.ts";
import type { Contact, CustomerLanguage } from "./order.ts";

/** A customer as a look-up shows them to the operator: masked, with what is possible now. */
export interface CustomerCard {
  /** The right to ask this customer, for 15 minutes. */
  lookupId: string;
  lookedUpAt: string;
  /** Instant at which the look-up no longer allows a request. */
  usableUntil: string;
  contact: Contact;
  caseNumber?: string;
  customerName: string;
  language: CustomerLanguage;
  status: "active" | "blocked";
  hasPhone: boolean;
  accounts: AccountChoice[];
  matchedBy: "account" | "name" | "phone" | "email";
  /** A request that is open for this customer now. `requestId` only if this operator may see it. */
  pending?: {
    requestId?: string;
    operatorName: string;
    branchName: string;
    since: string;
    deadlineAt?: string;
    mine: boolean;
  };
  /** Instant at which the next request is possible, when a pause or the hourly limit is in force. */
  nextAllowedAt?: string;
}
