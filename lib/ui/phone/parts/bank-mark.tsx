import { Mark } from "../../shell/mark.tsx";

/** The bank's mark, the same on the phone and on the operator's screen. */
export function BankMark({ large = false }: { large?: boolean }) {
  return <Mark className={large ? "size-14" : "size-8"} />;
}
