"use client";

import { createContext, type Dispatch, type ReactNode, useContext, useReducer } from "react";
import { useOperator } from "#lib/ui/shell/operator-context.tsx";
import { changeDraft, type Draft, type DraftChange, emptyDraft } from "./draft.ts";

const DraftContext = createContext<{ draft: Draft; change: Dispatch<DraftChange> } | undefined>(
  undefined,
);

/** Keeps the desk's draft while the operator looks at other pages. */
export function DraftProvider({ children }: { children: ReactNode }) {
  const { roles } = useOperator();
  const contact = roles.includes("agent") && !roles.includes("teller") ? "phone" : "counter";
  const [draft, change] = useReducer(changeDraft, { ...emptyDraft, contact });
  return <DraftContext value={{ draft, change }}>{children}</DraftContext>;
}

export function useDraft(): { draft: Draft; change: Dispatch<DraftChange> } {
  const context = useContext(DraftContext);
  if (!context) throw new Error("no DraftProvider above");
  return context;
}
