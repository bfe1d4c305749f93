export type BranchId = "main-street" | "riverside" | "call-centre";

/** Where staff work. The `branch` claim of a staff token is one of these ids. */
export interface BranchSeed {
  id: BranchId;
  name: string;
  kind: "branch" | "call-centre";
}

export const branches: readonly BranchSeed[] = [
  { id: "main-street", name: "Main Street branch", kind: "branch" },
  { id: "riverside", name: "Riverside branch", kind: "branch" },
  { id: "call-centre", name: "Call centre", kind: "call-centre" },
];
