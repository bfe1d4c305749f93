import type { CustomerSeed } from "./customer-seed.ts";
import { customersFirst } from "./customers-first.ts";
import { customersSecond } from "./customers-second.ts";
import { customersThird } from "./customers-third.ts";

export type { CustomerSeed } from "./customer-seed.ts";

/** The demo bank's 40 customers. Ids are fixed: both OPs and the bank know them by these. */
export const customers: readonly CustomerSeed[] = [
  ...customersFirst,
  ...customersSecond,
  ...customersThird,
];
