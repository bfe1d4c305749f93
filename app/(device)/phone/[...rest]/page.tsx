import { notFound } from "next/navigation";

/** Any other address under /phone: the phone's own words for it, not the framework's. */
export default function NothingHere() {
  notFound();
}
