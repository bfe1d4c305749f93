import type { RequestEvent, RequestView } from "#lib/core/contracts/request.ts";
import type { ActionResult } from "#lib/core/errors.ts";

/** A request with its timeline. */
export interface RequestStory {
  view: RequestView;
  events: RequestEvent[];
}

/** What the live screens ask the server for; the layout hands in its section's server actions. */
export interface RequestActions {
  open(): Promise<ActionResult<RequestView[]>>;
  read(requestId: string): Promise<ActionResult<RequestStory>>;
  cancel(requestId: string): Promise<ActionResult<RequestView>>;
  renotify(requestId: string): Promise<ActionResult<RequestView>>;
}
