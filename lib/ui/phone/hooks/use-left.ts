"use client";

import { useEffect, useState } from "react";
import { serverNowMs } from "../server-clock.ts";

const leftUntil = (deadlineAt: string | undefined) =>
  deadlineAt === undefined
    ? 0
    : Math.max(0, Math.ceil((Date.parse(deadlineAt) - serverNowMs()) / 1000) * 1000);

/** Milliseconds left until an instant by the server's clock, in whole seconds; 0 once it is past. */
export function useLeft(deadlineAt: string | undefined): number {
  const [leftMs, setLeftMs] = useState(() => leftUntil(deadlineAt));
  useEffect(() => {
    const tick = () => setLeftMs(leftUntil(deadlineAt));
    tick();
    if (deadlineAt === undefined) return;
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [deadlineAt]);
  return leftMs;
}
