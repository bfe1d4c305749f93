import { z } from "zod";
import { requestView } from "./request.ts";

/** Frames of `GET /api/events`: `event:` is `type`, `data:` is the JSON of `data`. */
export const consoleFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("request"), data: requestView }),
  /** The session ended or locked: the page goes to the sign-in. */
  z.object({
    type: z.literal("signed-out"),
    data: z.object({ reason: z.enum(["ended", "idle"]) }),
  }),
  /** All that was missed has been sent; the stream is live from here. */
  z.object({ type: z.literal("caught-up"), data: z.object({ serverNow: z.iso.datetime() }) }),
]);
export type ConsoleFrame = z.infer<typeof consoleFrame>;
