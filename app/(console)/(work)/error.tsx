"use client";

import { Button } from "#lib/ui/base/button.tsx";
import { MessagePage } from "#lib/ui/shell/message-page.tsx";

/** A page broke; the frame with the open requests stays. */
export default function WorkError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <MessagePage
      full={false}
      title="This page could not be shown"
      actions={
        <Button variant="primary" onClick={() => retry()}>
          Try again
        </Button>
      }
    >
      <p>
        Nothing was sent to a customer by this. Your open requests go on, and stay visible beside
        this message.
      </p>
    </MessagePage>
  );
}
