import { notFound } from "next/navigation";

/** Any address that no page has: the console's own "not found", inside its own document. */
export default function Missing(): never {
  notFound();
}
