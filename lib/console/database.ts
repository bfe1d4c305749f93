import type { ColumnType, Generated, Kysely } from "kysely";
import type { DeclineReason, FollowSnapshot } from "#lib/core/contracts/follow.ts";
import type { Contact, CustomerLanguage } from "#lib/core/contracts/order.ts";
import type {
  ExecutionState,
  FailureReason,
  RequestEventKind,
  RequestState,
} from "#lib/core/contracts/request.ts";
import type { AccountChoice } from "#lib/core/flows/flow.ts";
import type { Role } from "#lib/core/operators/roles.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { once } from "#lib/platform/config/env.ts";
import type { AuditTable } from "#lib/platform/database/audit.ts";
import { openDatabase } from "#lib/platform/database/open.ts";

type Json<T> = ColumnType<T, string | undefined, string>;
type At = Generated<Date>;

export interface ConsoleDatabase {
  audit: AuditTable;
  operators: {
    id: Generated<string>;
    issuer: string;
    sub: string;
    username: string;
    name: string;
    branchId: string;
    roles: Role[];
    createdAt: At;
    signedInAt: At;
  };
  sessions: {
    id: Generated<string>;
    tokenHash: string;
    operatorId: string;
    roles: Role[];
    opSid: string | null;
    accessTokenSealed: string;
    accessTokenExpiresAt: Date;
    refreshTokenSealed: string | null;
    idTokenSealed: string;
    createdAt: At;
    lastActiveAt: At;
    expiresAt: Date;
    endedAt: Date | null;
    endReason: "signed_out" | "idle" | "expired" | "op_logout" | "replaced" | "role_lost" | null;
  };
  searches: { id: Generated<string>; operatorId: string; at: At };
  lookups: {
    id: Generated<string>;
    operatorId: string;
    customerId: string;
    customerSub: string;
    loginHint: string;
    customerName: string;
    language: CustomerLanguage;
    status: "active" | "blocked";
    hasPhone: boolean;
    accounts: Json<AccountChoice[]>;
    matchedBy: "account" | "name" | "phone" | "email";
    contact: Contact;
    caseNumber: string | null;
    createdAt: At;
  };
  policy: {
    singleton: Generated<boolean>;
    maxRequestsPerHour: number;
    declinePauseSeconds: number;
    lookupSeconds: number;
  };
  quotes: {
    orderId: string;
    lookupId: string;
    operatorId: string;
    flow: string;
    orderDigest: string;
    checkCode: string;
    bindingMessage: string;
    summary: string;
    amountMinor: number | null;
    currency: string | null;
    branchId: string;
    branchName: string;
    expiresAt: Date;
    createdAt: At;
  };
  requests: RequestTable;
  requestEvents: {
    requestId: string;
    version: number;
    kind: RequestEventKind;
    note: string | null;
    at: At;
  };
  executions: {
    orderId: string;
    requestId: string;
    idempotencyKey: string;
    createdAt: At;
    outcome: "executed" | "refused" | null;
    settledAt: Date | null;
  };
  followCursor: { singleton: Generated<boolean>; lastEventId: string | null; updatedAt: At };
}

export interface RequestTable {
  id: string;
  version: Generated<number>;
  flow: string;
  operatorId: string;
  operatorName: string;
  branchId: string;
  branchName: string;
  lookupId: string;
  contact: Contact;
  caseNumber: string | null;
  customerSub: string;
  customerName: string;
  customerLanguage: CustomerLanguage;
  issuer: string;
  clientId: string;
  orderId: string;
  orderDigest: string;
  checkCode: string;
  bindingMessage: string;
  summary: string;
  amountMinor: number | null;
  currency: string | null;
  state: Generated<RequestState>;
  execution: Generated<ExecutionState>;
  authReqIdSealed: string | null;
  authReqIdHash: string | null;
  notificationTokenHash: string | null;
  pingedAt: Date | null;
  intervalSeconds: number | null;
  pollCount: Generated<number>;
  nextPollAt: Date | null;
  deadlineAt: Date | null;
  accessTokenSealed: string | null;
  idTokenSealed: string | null;
  tokenExpiresAt: Date | null;
  authenticatedAt: Date | null;
  delivery: Json<Partial<FollowSnapshot>>;
  deliveryVersion: Generated<number>;
  declineReason: DeclineReason | null;
  failureReason: FailureReason | null;
  failureDetail: string | null;
  reference: string | null;
  resultSealed: string | null;
  createdAt: At;
  sentAt: Date | null;
  endedAt: Date | null;
}

export type Db = Kysely<ConsoleDatabase>;

/** The console's database as the runtime role: one pool per process. */
export const database = once(
  (): Db =>
    openDatabase<ConsoleDatabase>({ url: consoleConfig().CONSOLE_DATABASE_URL, name: "console" }),
);
