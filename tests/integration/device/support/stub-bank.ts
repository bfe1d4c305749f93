import { randomBytes } from "node:crypto";
import {
  type Order,
  type OrderStatus,
  orderDigest,
  order as orderSchema,
} from "#lib/core/contracts/order.ts";
import {
  type PublicKeyJwk,
  type Receipt,
  verifyReceiptSignature,
} from "#lib/core/contracts/receipt.ts";
import { type Stub, type StubAnswer, startStub } from "./http-stub.ts";

interface HeldOrder {
  order: Order;
  status: OrderStatus;
  digest: string;
  receipt?: Receipt;
}

/** The bank of the test: keeps orders and pinned keys, checks receipts, does as `faults` say. */
export interface StubBank {
  url: string;
  orders: Map<string, HeldOrder>;
  pinned: Map<string, { key: PublicKeyJwk; sub: string }>;
  receipts: Receipt[];
  /** Answers instead of the bank's own, one each: by the first word of the path ("orders", "receipt", "authenticators"). */
  faults: { orders: StubAnswer[]; receipt: StubAnswer[]; authenticators: StubAnswer[] };
  /** How long a new phone has to wait. */
  coolDownMs: number;
  /** Every customer's language, as the bank knows it. */
  language: "en" | "de" | "ar";
  open(changes?: Partial<Order>): Promise<HeldOrder>;
  close(): Promise<void>;
}

const problem = (status: number, code: string, field?: string): StubAnswer => ({
  status,
  json: { type: "about:blank", title: code, status, code, ...(field ? { field } : {}) },
});

function makeOrder(changes: Partial<Order> = {}): Order {
  return orderSchema.parse({
    version: 1,
    id: `ord_${randomBytes(12).toString("hex")}`,
    flow: "transfer",
    client_id: "countersign-console",
    customer_sub: "customer-1",
    customer_name: "Alice Martin",
    operator: {
      sub: "operator-1",
      name: "Tara Teller",
      role: "teller",
      branch_id: "main-street",
      branch_name: "Main Street",
    },
    contact: "counter",
    details: {
      from: { account_id: "A-1", masked_iban: "DE•• •••• 3000" },
      to: { name: "Northwind Ltd", iban: "DE89370400440532013000" },
      amount: { amount_minor: 50_000, currency: "EUR" },
      fee: { amount_minor: 0, currency: "EUR" },
      reference: "Invoice 17",
    },
    nonce: randomBytes(16).toString("base64url"),
    created_at: new Date().toISOString(),
    ...changes,
  });
}

export async function startBank(): Promise<StubBank> {
  const orders: StubBank["orders"] = new Map();
  const pinned: StubBank["pinned"] = new Map();
  const receipts: Receipt[] = [];
  const faults: StubBank["faults"] = { orders: [], receipt: [], authenticators: [] };

  const lodge = async (held: HeldOrder, receipt: Receipt): Promise<StubAnswer> => {
    const key = pinned.get(receipt.authenticator_id);
    if (!key || key.sub !== held.order.customer_sub) return problem(422, "unknown_authenticator");
    if (receipt.statement.order_digest !== held.digest) return problem(422, "digest_mismatch");
    if (!(await verifyReceiptSignature(receipt, key.key))) return problem(422, "bad_signature");
    const same = held.receipt?.signature === receipt.signature;
    if (held.receipt && !same) return problem(409, "already_decided");
    if (!held.receipt && held.status !== "open")
      return problem(409, held.status === "void" ? "order_void" : "order_expired");
    const status = receipt.statement.decision === "approved" ? "approved" : "declined";
    held.receipt = receipt;
    held.status = status;
    if (!same) receipts.push(receipt);
    return { status: 200, json: { status } };
  };

  const bank: StubBank = {
    url: "",
    orders,
    pinned,
    receipts,
    faults,
    coolDownMs: 0,
    language: "en",
    async open(changes) {
      const order = makeOrder(changes);
      const held: HeldOrder = { order, status: "open", digest: await orderDigest(order) };
      orders.set(order.id, held);
      return held;
    },
    close: async () => {},
  };

  const stub: Stub = await startStub(async (request) => {
    if (!request.headers.authorization?.startsWith("Bearer "))
      return problem(401, "unauthenticated");
    const [, first, id = "", action] = request.path.split("/");
    if (first === "authenticators" && request.method === "POST") {
      const fault = faults.authenticators.shift();
      if (fault) return fault;
      const claims = JSON.parse(
        Buffer.from(
          String(request.headers["x-customer-token"]).split(".")[1] ?? "",
          "base64url",
        ).toString(),
      );
      if (claims.sub === "nobody") return problem(404, "unknown_customer");
      const authenticatorId = `auth_${randomBytes(8).toString("hex")}`;
      pinned.set(authenticatorId, {
        key: JSON.parse(request.body).public_key_jwk,
        sub: claims.sub,
      });
      const now = Date.now();
      return {
        status: 200,
        json: {
          authenticator_id: authenticatorId,
          created_at: new Date(now).toISOString(),
          usable_from: new Date(now + bank.coolDownMs).toISOString(),
        },
      };
    }
    if (first === "authenticators" && request.method === "DELETE") {
      const fault = faults.authenticators.shift();
      if (fault) return fault;
      pinned.delete(id);
      return { status: 204 };
    }
    const held = orders.get(id);
    if (first === "orders" && request.method === "GET") {
      const fault = faults.orders.shift();
      if (fault) return fault;
      if (!held) return problem(404, "unknown_order");
      return {
        status: 200,
        json: {
          order: held.order,
          status: held.status,
          digest: held.digest,
          customer_language: bank.language,
          expires_at: new Date(Date.now() + 300_000).toISOString(),
        },
      };
    }
    if (first === "orders" && action === "receipt") {
      const receipt = JSON.parse(request.body) as Receipt;
      const fault = faults.receipt.shift();
      if (fault === "drop" && held) await lodge(held, receipt);
      if (fault) return fault;
      return held ? lodge(held, receipt) : problem(404, "unknown_order");
    }
    return problem(404, "not_found");
  });
  bank.url = stub.url;
  bank.close = stub.close;
  return bank;
}
