"use client";

import { Button } from "../base/button.tsx";
import { Dialog } from "../base/dialog.tsx";
import { Kbd } from "../base/kbd.tsx";
import { usePreferences } from "./preferences-context.tsx";

const shortcuts: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["/"], does: "Go to the search field" },
  { keys: ["n"], does: "New request, from the search" },
  { keys: ["j"], does: "Next open request" },
  { keys: ["k"], does: "Previous open request" },
  { keys: ["c"], does: "Cancel the request on the screen (asks once)" },
  { keys: ["Enter"], does: "Forward: search, choose, check, send" },
  { keys: ["Ctrl", "K"], does: "All actions (⌘ K on a Mac)" },
  { keys: ["?"], does: "This list" },
];

/** The keys as a table, for the dialog and the help page. */
export function ShortcutTable() {
  return (
    <table className="w-full text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">Key</th>
          <th scope="col">What it does</th>
        </tr>
      </thead>
      <tbody>
        {shortcuts.map((shortcut) => (
          <tr key={shortcut.does} className="border-b border-line last:border-0">
            <td className="w-32 py-2">
              <span className="inline-flex gap-1">
                {shortcut.keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </span>
            </td>
            <td className="py-2">{shortcut.does}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Single letters can get in the way of speech input, so they can be turned off (WCAG 2.1.4). */
export function LetterKeysSwitch() {
  const { value, change } = usePreferences();
  return (
    <label className="flex items-center gap-2 text-sm">
      <input
        type="checkbox"
        checked={value.letterKeys}
        onChange={(event) => change({ letterKeys: event.target.checked })}
        className="size-4 accent-accent"
      />
      Single-letter keys are on
    </label>
  );
}

export function ShortcutList({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys">
      <ShortcutTable />
      <div className="mt-4 flex items-center justify-between gap-3">
        <LetterKeysSwitch />
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
