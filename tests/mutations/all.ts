import { bankMutations } from "./bank.ts";
import { bankMoneyMutations } from "./bank-money.ts";
import { consoleMutations } from "./console.ts";
import { consoleFollowUpMutations } from "./console-follow-up.ts";
import { consoleSessionMutations } from "./console-session.ts";
import { coreMutations } from "./core.ts";
import { deviceMutations } from "./device.ts";
import { deviceChannelMutations } from "./device-channel.ts";
import { deviceDecisionMutations } from "./device-decision.ts";
import type { Mutation } from "./mutation.ts";
import { opMutations } from "./op.ts";

/** Every guard with its mutation, in the order of the table in tests/README.md. */
export const areas: readonly { title: string; mutations: readonly Mutation[] }[] = [
  { title: "Limits, roles and rows of the console", mutations: consoleMutations },
  { title: "Sessions of the console", mutations: consoleSessionMutations },
  { title: "Polling, tokens and execution", mutations: consoleFollowUpMutations },
  { title: "Core and platform", mutations: coreMutations },
  { title: "The OP's channel at the device zone", mutations: deviceChannelMutations },
  { title: "The customer's decision and the callback", mutations: deviceDecisionMutations },
  { title: "Enrolment and the follow API", mutations: deviceMutations },
  { title: "Tokens, receipts and enrolment at the bank", mutations: bankMutations },
  { title: "Orders and money at the bank", mutations: bankMoneyMutations },
  { title: "Embedded OP", mutations: opMutations },
];
