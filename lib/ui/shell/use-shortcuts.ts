"use client";

import { useEffect, useRef } from "react";
import type { Command } from "./commands.tsx";

/**
 * Runs commands by their single key outside fields and dialogs, if `letters` is on, and calls
 * `onPalette` for Ctrl K or ⌘ K anywhere.
 */
export function useShortcuts({
  commands,
  letters,
  onPalette,
}: {
  commands: readonly { current: Command }[];
  letters: boolean;
  onPalette: () => void;
}): void {
  const latest = useRef({ commands, letters, onPalette });
  useEffect(() => {
    latest.current = { commands, letters, onPalette };
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const now = latest.current;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        now.onPalette();
        return;
      }
      if (!now.letters || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (isTyping(event.target) || document.querySelector("dialog[open], [role=menu]")) return;
      const command = now.commands.findLast((each) => each.current.key === event.key)?.current;
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT")
    return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return !["checkbox", "radio", "button", "submit", "reset"].includes(target.type);
}
