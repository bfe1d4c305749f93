"use client";

import { Command as CommandIcon } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Kbd } from "../base/kbd.tsx";
import { ConnectionNote } from "../live/connection-note.tsx";
import { Watcher } from "../live/watcher.tsx";
import { OpenRequests } from "../requests/open-requests.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { useCommand, useCommands } from "./commands.tsx";
import { looksAfterBranch, useOperator } from "./operator-context.tsx";
import { usePreferences } from "./preferences-context.tsx";
import { placesFor, Rail } from "./rail.tsx";
import { ShortcutList } from "./shortcut-list.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** The frame around every signed-in page: rail, top line, the work, and the open requests. */
export function Shell({
  onSignOut,
  onNew,
  children,
}: {
  onSignOut: () => void;
  /** Clears the desk for the next customer. */
  onNew: () => void;
  children: ReactNode;
}) {
  const operator = useOperator();
  const router = useRouter();
  const path = usePathname();
  const { value, change } = usePreferences();
  const [palette, setPalette] = useState(false);
  const [keys, setKeys] = useState(false);
  const commands = useCommands();
  const seesBranch = looksAfterBranch(operator);
  const places = placesFor(seesBranch);
  useShortcuts({ commands, letters: value.letterKeys, onPalette: () => setPalette(true) });

  const search = () => {
    const field = document.querySelector<HTMLInputElement>("input[data-search]");
    if (field) field.focus();
    else router.push("/desk");
  };
  useCommand({ id: "search", label: "Search", key: "/", run: search });
  useCommand({ id: "new", label: "New request", key: "n", run: onNew });
  useCommand({ id: "desk", label: "Go to the desk", run: () => router.push("/desk") });
  useCommand({ id: "history", label: "Go to the history", run: () => router.push("/history") });
  useCommand(
    seesBranch && {
      id: "branch",
      label: "Go to the branch's requests",
      run: () => router.push("/branch"),
    },
  );
  useCommand({ id: "help", label: "Help", run: () => router.push("/help") });
  useCommand({ id: "keys", label: "Keys", key: "?", run: () => setKeys(true) });
  useCommand({
    id: "sound",
    label: value.sound ? "Turn the sound off" : "Turn the sound on",
    run: () => change({ sound: !value.sound }),
  });
  useCommand({ id: "dark", label: "Dark theme", run: () => change({ theme: "dark" }) });
  useCommand({ id: "light", label: "Light theme", run: () => change({ theme: "light" }) });
  useCommand({
    id: "system-theme",
    label: "Theme as the system",
    run: () => change({ theme: "system" }),
  });
  useCommand({ id: "sign-out", label: "Sign out", run: onSignOut });

  const openRequest = (id: string) => {
    const href = `/desk?request=${id}`;
    // On the desk only the address changes, so that nothing typed is lost.
    if (path === "/desk") window.history.pushState(null, "", href);
    else router.push(href);
  };

  return (
    <div className="shell min-h-dvh text-sm max-sm:pb-14 sm:pl-12">
      <a
        href="#work"
        className="fixed top-2 left-14 z-50 -translate-y-16 rounded-lg bg-accent px-3 py-2 font-semibold text-on-accent focus:translate-y-0"
      >
        Skip to the work
      </a>
      <Rail places={places} />
      <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-b border-line bg-surface px-4">
        <span className="font-semibold">Countersign</span>
        <div className="ml-auto flex min-w-0 items-center gap-2">
          <ConnectionNote />
          <button
            type="button"
            onClick={() => setPalette(true)}
            className="inline-flex items-center gap-2 rounded-lg border border-line px-2 py-1 text-ink-soft hover:bg-hover hover:text-ink"
          >
            <CommandIcon aria-hidden className="size-4" />
            <span className="max-sm:sr-only">Actions</span>
            <span aria-hidden className="max-md:hidden">
              <Kbd>Ctrl K</Kbd>
            </span>
          </button>
          <AccountMenu operator={operator} onSignOut={onSignOut} />
        </div>
      </header>
      <div className="flex max-xl:flex-col">
        <aside
          aria-label="Open requests"
          className="shrink-0 max-xl:px-4 max-xl:pt-4 max-xl:has-data-empty:hidden xl:order-2 xl:sticky xl:top-12 xl:h-[calc(100dvh-3rem)] xl:w-80 xl:overflow-auto xl:border-l xl:border-line xl:p-4"
        >
          <OpenRequests onOpen={openRequest} />
        </aside>
        <main id="work" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none sm:p-6">
          {children}
        </main>
      </div>
      <Watcher />
      <CommandPalette open={palette} onClose={() => setPalette(false)} commands={commands} />
      <ShortcutList open={keys} onClose={() => setKeys(false)} />
    </div>
  );
}
