import type { ColumnType, Generated, JSONColumnType, Kysely, Selectable } from "kysely";
import type { CallbackStatus } from "#lib/core/contracts/channel.ts";
import type {
  ApprovalState,
  DeclineReason,
  DeliveryFailure,
  FollowSnapshot,
  WithdrawReason,
} from "#lib/core/contracts/follow.ts";
import type { CustomerLanguage, Order } from "#lib/core/contracts/order.ts";
import type { Decision, PublicKeyJwk } from "#lib/core/contracts/receipt.ts";
import type { AuditTable } from "#lib/platform/database/audit.ts";

type Instant = ColumnType<Date, Date | undefined, Date>;
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>;

interface DeviceTable {
  id: string;
  customerSub: string;
  customerName: string;
  deviceName: string;
  language: CustomerLanguage;
  /** False: the language follows what the bank says of the customer. */
  languageChosen: Generated<boolean>;
  authenticatorId: string;
  publicKey: JSONColumnType<PublicKeyJwk>;
  /** Argon2id hash of the PIN, sealed: a few thousand guesses would break a bare one. */
  pinSealed: string;
  pinFailures: Generated<number>;
  pinLockedUntil: MaybeInstant;
  sessionHash: string;
  sessionExpiresAt: ColumnType<Date, Date, Date>;
  usableFrom: ColumnType<Date, Date, Date>;
  createdAt: Instant;
  removedAt: MaybeInstant;
}

interface EnrolmentTable {
  id: string;
  cookieHash: string;
  /** state, nonce and PKCE verifier of the login that is under way. */
  loginSealed: Maybe<string>;
  tokenSealed: Maybe<string>;
  customerSub: Maybe<string>;
  customerName: Maybe<string>;
  language: Maybe<CustomerLanguage>;
  startedAt: Instant;
  expiresAt: ColumnType<Date, Date, Date>;
  claimedAt: MaybeInstant;
}

interface ApprovalTable {
  id: string;
  iss: string;
  azp: string;
  jtiHash: string;
  jtiSealed: string;
  requestHash: string;
  /** Erased as soon as it can no longer be of use. */
  bearerSealed: Maybe<string>;
  customerSub: string;
  orderId: string;
  orderDigest: string;
  bindingMessage: string;
  /** The order as the bank holds it; null until it was fetched and found right. */
  orderContent: ColumnType<Order | null, string | null | undefined, string | null>;
  state: Generated<ApprovalState>;
  version: Generated<number>;
  decision: Maybe<Decision>;
  declineReason: Maybe<DeclineReason>;
  failure: Maybe<DeliveryFailure>;
  withdrawReason: Maybe<WithdrawReason>;
  decidedBy: Maybe<string>;
  receiptSealed: Maybe<string>;
  receiptHash: Maybe<string>;
  lodgedAt: MaybeInstant;
  callbackStatus: Maybe<CallbackStatus>;
  callbackStartedAt: MaybeInstant;
  callbackOutcome: Maybe<"told" | "refused" | "unreachable" | "unknown">;
  notifications: Generated<number>;
  receivedAt: Instant;
  deadlineAt: ColumnType<Date, Date, Date>;
  notifiedAt: MaybeInstant;
  openedAt: MaybeInstant;
  decidedAt: MaybeInstant;
  toldAt: MaybeInstant;
  endedAt: MaybeInstant;
  /** Approved, told, and then voided at the bank before it was executed. */
  withdrawnAfterApprovalAt: MaybeInstant;
}

interface ApprovalEventTable {
  seq: Generated<number>;
  approvalId: string;
  version: number;
  iss: string;
  azp: string;
  customerSub: string;
  snapshot: JSONColumnType<FollowSnapshot>;
  at: Generated<Date>;
}

interface ApprovalViewTable {
  approvalId: string;
  deviceId: string;
  language: CustomerLanguage;
  shownTextHash: string;
  firstServedAt: Generated<Date>;
}

interface WithdrawalTable {
  iss: string;
  azp: string;
  orderId: string;
  reason: WithdrawReason;
  at: Generated<Date>;
}

/** What one phone has to say of the customer's other phones. */
interface NoticeTable {
  id: string;
  deviceId: string;
  kind: "device_added" | "device_removed";
  aboutDeviceId: string;
  deviceName: string;
  at: Instant;
  seenAt: MaybeInstant;
}

/** Schema `device`. Only this zone's roles can read it. */
export interface DeviceTables {
  devices: DeviceTable;
  enrolments: EnrolmentTable;
  approvals: ApprovalTable;
  approvalEvents: ApprovalEventTable;
  approvalViews: ApprovalViewTable;
  withdrawals: WithdrawalTable;
  notices: NoticeTable;
  audit: AuditTable;
}

export type DeviceDatabase = Kysely<DeviceTables>;
export type DeviceRow = Selectable<DeviceTable>;
export type ApprovalRow = Selectable<ApprovalTable>;
