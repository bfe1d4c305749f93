"use client";

import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { LiveProvider } from "#lib/ui/live/live-provider.tsx";
import { ShownRequestProvider } from "#lib/ui/live/shown-request.tsx";
import { CommandProvider } from "#lib/ui/shell/commands.tsx";
import { type Operator, OperatorProvider } from "#lib/ui/shell/operator-context.tsx";
import { Shell } from "#lib/ui/shell/shell.tsx";
import { DraftProvider, useDraft } from "../_draft/draft-context.tsx";
import { cancelAction, openAction, readAction, renotifyAction, signOutAction } from "../actions.ts";

const actions = {
  open: openAction,
  read: readAction,
  cancel: cancelAction,
  renotify: renotifyAction,
};

/** What lives as long as the tab: the operator, the live requests, what is being typed. */
export function WorkFrame({
  operator,
  initialOpen,
  serverNow,
  children,
}: {
  operator: Operator;
  initialOpen: RequestView[];
  serverNow: string;
  children: ReactNode;
}) {
  return (
    <OperatorProvider operator={operator}>
      <LiveProvider actions={actions} initialOpen={initialOpen} serverNow={serverNow}>
        <ShownRequestProvider>
          <CommandProvider>
            <DraftProvider>
              <Frame>{children}</Frame>
            </DraftProvider>
          </CommandProvider>
        </ShownRequestProvider>
      </LiveProvider>
    </OperatorProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const router = useRouter();
  const path = usePathname();
  const { change } = useDraft();
  const signOut = async () => {
    // Even if the server does not answer, the next page asks for a sign-in or shows what is wrong.
    await signOutAction().catch(() => undefined);
    location.assign("/sign-in?reason=signed_out");
  };
  const startNew = () => {
    change({ type: "restarted" });
    if (path === "/desk") window.history.pushState(null, "", "/desk");
    else router.push("/desk");
  };
  return (
    <Shell onSignOut={() => void signOut()} onNew={startNew}>
      {children}
    </Shell>
  );
}
