import type { Stack } from "#demo/start/stack.ts";

/** Tells the bank's test door how an operation is to misbehave; `off` ends it. */
export async function bankFault(
  stack: Stack,
  endpoint: string,
  mode: "slow" | "fail" | "drop_answer" | "off",
  options: { delay_ms?: number; times?: number } = {},
): Promise<void> {
  const response = await fetch(`${stack.addresses.bank}/demo/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ endpoint, mode, ...options }),
  });
  if (!response.ok) throw new Error(`the bank's test door answered ${response.status}`);
}
