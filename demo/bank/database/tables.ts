import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { Order, OrderStatus } from "#lib/core/contracts/order.ts";
import type { PublicKeyJwk, Receipt } from "#lib/core/contracts/receipt.ts";
import type { Schema } from "../contract/schemas.ts";

/** The schema `bank` in code: columns in camelCase, amounts as bigint, instants as Date. */
export interface BankTables {
  branch: { id: string; name: string; kind: "branch" | "call-centre" };
  customer: CustomerTable;
  account: AccountTable;
  accountHolder: { accountId: string; customerSub: string };
  orders: OrdersTable;
  authenticator: AuthenticatorTable;
  receipt: {
    orderId: string;
    receipt: JSONColumnType<Receipt>;
    receiptHash: string;
    decision: "approved" | "declined" | "reported";
    authenticatorId: string;
    shownTextMatches: boolean;
    receivedAt: Generated<Date>;
  };
  fraudReport: {
    orderId: string;
    customerSub: string;
    operatorSub: string;
    reportedAt: Generated<Date>;
  };
  idempotency: {
    clientId: string;
    key: string;
    operation: string;
    requestHash: string;
    orderId: string;
    status: number;
    answer: JSONColumnType<Schema<"OpenedOrder"> | Schema<"ExecutionResult"> | Schema<"Problem">>;
    createdAt: Generated<Date>;
  };
  execution: {
    orderId: string;
    idempotencyKey: string;
    reference: string;
    customerSub: string;
    amountMinor: bigint | null;
    currency: string | null;
    result: JSONColumnType<Schema<"ExecutionResult">>;
    executedAt: Date;
  };
  posting: {
    id: string;
    kind: "opening" | "transfer";
    orderId: string | null;
    postedAt: Generated<Date>;
  };
  ledgerEntry: {
    postingId: string;
    line: number;
    accountId: string;
    amountMinor: bigint;
    currency: string;
    balanceAfterMinor: bigint | null;
  };
  search: {
    id: Generated<bigint>;
    operatorSub: string;
    reason: "counter" | "phone" | "case";
    caseNumber: string | null;
    found: number;
    searchedAt: Generated<Date>;
  };
}

interface CustomerTable {
  sub: string;
  customerId: string;
  loginHint: string;
  name: string;
  givenName: string;
  familyName: string;
  email: string;
  phone: string | null;
  language: "en" | "de" | "ar";
  dateOfBirth: string;
  address: string;
  status: "active" | "blocked";
  nameWords: string[];
  phoneKeys: string[];
}

interface AccountTable {
  accountId: string;
  iban: string | null;
  accountNumber: string | null;
  kind: "current" | "savings" | "joint" | "internal";
  currency: string;
  status: "active" | "blocked";
  balanceMinor: bigint | null;
}

interface OrdersTable {
  id: string;
  status: OrderStatus;
  flow: string;
  clientId: string;
  customerSub: string;
  operatorSub: string;
  branchId: string;
  content: JSONColumnType<Order>;
  digest: string;
  nonce: string;
  amountMinor: bigint | null;
  currency: string | null;
  createdAt: Generated<Date>;
  quoteExpiresAt: Date;
  openedAt: Date | null;
  expiresAt: Date | null;
  decidedAt: Date | null;
  approvalIss: string | null;
  approvalAzp: string | null;
  approvalJti: string | null;
  endedAt: Date | null;
  voidReason: string | null;
  voidedBy: string | null;
}

interface AuthenticatorTable {
  id: string;
  customerSub: string;
  deviceName: string;
  kind: "pin";
  publicKeyJwk: JSONColumnType<PublicKeyJwk>;
  keyThumbprint: string;
  enrolmentIss: string;
  enrolmentJti: string;
  createdAt: Generated<Date>;
  usableFrom: ColumnType<Date, Date, never>;
  removedAt: Date | null;
}
