import { enrolAuthenticator } from "./authenticators/enrol-authenticator.ts";
import { listAuthenticators } from "./authenticators/list-authenticators.ts";
import { removeAuthenticator } from "./authenticators/remove-authenticator.ts";
import type { Handler } from "./call.ts";
import type { Schema } from "./contract/schemas.ts";
import { readCustomer } from "./customers/read-customer.ts";
import { searchCustomers } from "./customers/search-customers.ts";
import { executeOrder } from "./executions/execute-order.ts";
import { readExecution } from "./executions/read-execution.ts";
import { readHealth } from "./http/read-health.ts";
import { openOrder } from "./orders/open-order.ts";
import { quoteOrder } from "./orders/quote-order.ts";
import { readOrder } from "./orders/read-order.ts";
import { voidOrder } from "./orders/void-order.ts";
import { lodgeReceipt } from "./receipts/lodge-receipt.ts";

/** operationId of openapi.yaml → the verb that does it. */
export const handlers: Record<string, Handler> = {
  readHealth,
  searchCustomers,
  readCustomer,
  quoteOrder,
  openOrder,
  readOrder,
  voidOrder,
  lodgeReceipt,
  executeOrder,
  readExecution,
  listAuthenticators,
  enrolAuthenticator,
  removeAuthenticator,
  setFault: async ({ faults, body }) => {
    faults.set(body as Schema<"Fault">);
    return undefined;
  },
};
