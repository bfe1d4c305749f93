"use client";

import { createPortal } from "react-dom";
import { groupCheckCode } from "#lib/core/contracts/digest.ts";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import { exactTime } from "#lib/core/requests/time.ts";
import { useHydrated } from "../base/use-hydrated.ts";
import { outcomeRows } from "./outcome-rows.ts";

/** The paper for the customer: hidden on the screen, alone on the page when printed. */
export function Slip({ view }: { view: RequestView }) {
  const hydrated = useHydrated();
  if (!hydrated) return null;
  const rows = [
    { label: "Customer", value: view.result?.customerName ?? view.customerName },
    { label: "Order", value: view.summary },
    ...outcomeRows(view),
    ...(view.result?.executedAt
      ? [{ label: "Carried out", value: exactTime(view.result.executedAt) }]
      : []),
    ...(view.delivery.decidedAt
      ? [{ label: "Approved on the customer's phone", value: exactTime(view.delivery.decidedAt) }]
      : []),
    { label: "Code", value: groupCheckCode(view.checkCode) },
    { label: "Served by", value: `${view.operatorName}, ${view.branchName}` },
  ];
  return createPortal(
    <section className="slip" aria-hidden>
      <p className="slip-mark">Countersign</p>
      <h1>{findFlow(view.flow)?.title ?? "Confirmation"}</h1>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td>{row.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>You approved this on your own phone. Keep this slip with your papers.</p>
    </section>,
    document.body,
  );
}
