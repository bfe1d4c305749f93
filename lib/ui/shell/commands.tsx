"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";

/** Something the operator can do from anywhere: in the palette, and by a key where it has one. */
export interface Command {
  id: string;
  label: string;
  /** A single letter or sign, pressed outside a field. */
  key?: string;
  /** About what is on the screen now: on top of the palette. */
  first?: boolean;
  run: () => void;
}

interface Registry {
  commands: readonly Command[];
  add: (command: { current: Command }) => () => void;
}

const CommandContext = createContext<Registry | undefined>(undefined);

/** Holds what can be done now; components add their own while they are on the screen. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [held, setHeld] = useState<readonly { current: Command }[]>([]);
  const registry = useMemo<Registry>(
    () => ({
      commands: held.map((each) => each.current),
      add(command) {
        setHeld((list) => [...list, command]);
        return () => setHeld((list) => list.filter((each) => each !== command));
      },
    }),
    [held],
  );
  return <CommandContext value={registry}>{children}</CommandContext>;
}

export function useCommands(): readonly Command[] {
  return useRegistry().commands;
}

/** Offers a command for as long as the caller is on the screen and does not pass `false`. */
export function useCommand(command: Command | false): void {
  const { add } = useRegistry();
  const latest = useRef<Command>(command || { id: "", label: "", run() {} });
  useEffect(() => {
    if (command) latest.current = command;
  });
  const id = command ? command.id : undefined;
  const label = command ? command.label : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `add` is new after each addition
  useEffect(() => (id === undefined ? undefined : add(latest)), [id, label]);
}

function useRegistry(): Registry {
  const registry = useContext(CommandContext);
  if (!registry) throw new Error("no CommandProvider above");
  return registry;
}
