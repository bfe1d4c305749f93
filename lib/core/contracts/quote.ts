import type { Money } from "../banking/money.ts";
import type { CustomerWords } from "../flows/customer-words.ts";

/** What the bank would do and what the customer would read: exactly what "send" then sends. */
export interface Quote {
  orderId: string;
  words: CustomerWords;
  checkCode: string;
  bindingMessage: string;
  askLabel: string;
  summary: string;
  fee?: Money;
  /** Whether the payee's name fits the account, as the bank knows it. */
  payeeCheck?: "match" | "close" | "no_match" | "unknown";
  payeeNameAtBank?: string;
  expiresAt: string;
}

/** Filters of the history; all optional but the scope. Instants are ISO 8601. */
export interface HistoryFilter {
  scope: "mine" | "branch";
  states?: string[];
  flow?: string;
  query?: string;
  from?: string;
  to?: string;
  cursor?: string;
}
