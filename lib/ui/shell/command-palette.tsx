"use client";

import { Command as Palette } from "cmdk";
import { Dialog } from "../base/dialog.tsx";
import { Kbd } from "../base/kbd.tsx";
import type { Command } from "./commands.tsx";

/** Every action by name. */
export function CommandPalette({
  open,
  onClose,
  commands,
}: {
  open: boolean;
  onClose: () => void;
  commands: readonly { current: Command }[];
}) {
  const ordered = open
    ? commands
        .map((each) => each.current)
        .toSorted((a, b) => Number(b.first ?? false) - Number(a.first ?? false))
    : [];
  const run = (command: Command) => {
    onClose();
    // After the dialog gave the focus back, so that the command can move it.
    setTimeout(command.run);
  };
  return (
    <Dialog open={open} onClose={onClose} title="All actions" hideTitle className="mt-[12dvh]">
      <Palette label="All actions" loop>
        <Palette.Input
          data-first-focus
          placeholder="What do you want to do?"
          className="w-full border-b border-line bg-transparent px-4 py-3 text-base outline-none placeholder:text-ink-soft"
        />
        <Palette.List className="max-h-[50dvh] overflow-auto p-2">
          <Palette.Empty className="p-4 text-sm text-ink-soft">
            No action has that name.
          </Palette.Empty>
          {ordered.map((command) => (
            <Palette.Item
              key={command.id}
              value={command.label}
              onSelect={() => run(command)}
              className="flex cursor-pointer items-center justify-between gap-4 rounded-lg px-3 py-2 text-sm data-[selected=true]:bg-accent-soft data-[selected=true]:text-ink"
            >
              {command.label}
              {command.key && <Kbd>{command.key}</Kbd>}
            </Palette.Item>
          ))}
        </Palette.List>
      </Palette>
    </Dialog>
  );
}
