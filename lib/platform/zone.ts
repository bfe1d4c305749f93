import { Refusal } from "#lib/core/errors.ts";
import { type Zone, zone } from "./config/zone.ts";

/** Refuses (404: here there is no such thing) when this process is of another zone. */
export function requireZone(wanted: Zone): void {
  if (zone() !== wanted)
    throw new Refusal("wrong_zone", "This address does not exist here.", { status: 404 });
}
