import { formatMoney } from "#lib/core/banking/money.ts";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import type { OutcomeRow } from "#lib/core/flows/flow.ts";

/** The outcome as rows: the flow's own words where all is there, else what this viewer may see. */
export function outcomeRows(view: RequestView): OutcomeRow[] {
  const { result } = view;
  if (!result || result.refusal) return [];
  const flow = findFlow(view.flow);
  const parsed = flow?.result.safeParse({
    reference: result.reference,
    executed_at: result.executedAt,
    balance_after: result.balanceAfter,
    released: result.released,
  });
  if (flow && parsed?.success) return flow.outcome(parsed.data);
  return [
    ...(result.reference ? [{ label: "Bank's reference", value: result.reference }] : []),
    ...(result.balanceAfter
      ? [{ label: "Balance after it", value: formatMoney(result.balanceAfter, "en-GB") }]
      : []),
  ];
}
