"use server";

import { cancelRequest } from "#lib/console/requests/cancel-request.ts";
import { openRequests } from "#lib/console/requests/open-requests.ts";
import { readRequest } from "#lib/console/requests/read-request.ts";
import { renotify } from "#lib/console/requests/renotify.ts";
import { act } from "#lib/console/session/act.ts";
import { endSession } from "#lib/console/session/end-session.ts";
import type { RequestView } from "#lib/core/contracts/request.ts";
import type { ActionResult } from "#lib/core/errors.ts";
import type { RequestStory } from "#lib/ui/live/actions.ts";

/** Reads that a page does by itself do not count as activity, so an unattended screen locks. */
const byItself = { touch: false };

export async function openAction(): Promise<ActionResult<RequestView[]>> {
  return act((ctx) => openRequests({ ctx }), byItself);
}

export async function readAction(requestId: string): Promise<ActionResult<RequestStory>> {
  return act((ctx) => readRequest({ ctx, input: { requestId } }), byItself);
}

export async function cancelAction(requestId: string): Promise<ActionResult<RequestView>> {
  return act((ctx) => cancelRequest({ ctx, input: { requestId } }));
}

export async function renotifyAction(requestId: string): Promise<ActionResult<RequestView>> {
  return act((ctx) => renotify({ ctx, input: { requestId } }));
}

export async function signOutAction(): Promise<ActionResult<void>> {
  return act((ctx) => endSession({ ctx }));
}
