"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Role } from "#lib/core/operators/roles.ts";

/** The signed-in operator, as far as the browser needs to know. */
export interface Operator {
  id: string;
  name: string;
  roles: Role[];
  branchId: string;
  branchName: string;
}

const OperatorContext = createContext<Operator | undefined>(undefined);

export function OperatorProvider({
  operator,
  children,
}: {
  operator: Operator;
  children: ReactNode;
}) {
  return <OperatorContext value={operator}>{children}</OperatorContext>;
}

export function useOperator(): Operator {
  const operator = useContext(OperatorContext);
  if (!operator) throw new Error("no OperatorProvider above");
  return operator;
}

/** Whether the operator may look at what others in the branch asked. */
export function looksAfterBranch(operator: Pick<Operator, "roles">): boolean {
  return operator.roles.includes("supervisor") || operator.roles.includes("auditor");
}
