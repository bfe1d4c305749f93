"use client";

import { useState } from "react";
import { z } from "zod";
import { Button } from "#lib/ui/base/button.tsx";
import { Notice } from "#lib/ui/base/notice.tsx";

const csrfAnswer = z.object({ csrfToken: z.string() });
const startAnswer = z.object({ url: z.string() });

/** Starts the sign-in by POST with next-auth's anti-forgery token, then goes to the staff sign-in. */
export function SignInForm({ next }: { next: string }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const start = async () => {
    setBusy(true);
    setFailed(false);
    try {
      location.assign(await startSignIn(next));
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void start();
      }}
    >
      <Button
        type="submit"
        variant="primary"
        size="large"
        busy={busy}
        busyLabel="Going to the staff sign-in…"
        autoFocus
        className="w-full"
      >
        Sign in with your staff account
      </Button>
      {failed && (
        <Notice live tone="bad" title="The console's server did not answer">
          Check your connection, then try again.
        </Notice>
      )}
    </form>
  );
}

/** The address of the staff sign-in. @see https://next-auth.js.org/getting-started/rest-api */
async function startSignIn(next: string): Promise<string> {
  const csrf = csrfAnswer.parse(await (await fetch("/api/auth/csrf")).json());
  const answer = await fetch("/api/auth/signin/staff", {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken: csrf.csrfToken, callbackUrl: next, json: "true" }),
  });
  return startAnswer.parse(await answer.json()).url;
}
