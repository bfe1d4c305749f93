"use client";

import { Button } from "#lib/ui/base/button.tsx";
import { MessagePage } from "#lib/ui/shell/message-page.tsx";

/** Something broke outside the frame. Requests already sent go on without this page. */
export default function ConsoleError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <MessagePage
      title="This page could not be shown"
      actions={
        <Button variant="primary" onClick={() => retry()}>
          Try again
        </Button>
      }
    >
      <p>
        Nothing was sent to a customer by this. Requests that were already sent go on, and you will
        see them when the page is back.
      </p>
      <ErrorNumber error={error} />
    </MessagePage>
  );
}

function ErrorNumber({ error }: { error: unknown }) {
  const digest =
    error instanceof Error && "digest" in error && typeof error.digest === "string"
      ? error.digest
      : undefined;
  if (!digest) return null;
  return (
    <p>
      If you call the help desk, tell them this number:{" "}
      <span className="font-mono text-ink">{digest}</span>
    </p>
  );
}
