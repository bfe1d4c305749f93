import { notFound } from "next/navigation";
import { Refusal } from "#lib/core/errors.ts";
import { requireZone } from "#lib/platform/zone.ts";

/** Pages of the phone do not exist in a process of another zone. */
export function onlyOnPhone(): void {
  try {
    requireZone("device");
  } catch (error) {
    if (error instanceof Refusal) notFound();
    throw error;
  }
}
