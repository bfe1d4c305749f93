import { LoaderCircle } from "lucide-react";

/** A turning circle; it says nothing by itself, the words beside it do. */
export function Spinner() {
  return <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" />;
}
