"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
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

type Held = { current: Command };
type Add = (command: Held) => () => void;

const ListContext = createContext<readonly Held[]>([]);
const AddContext = createContext<Add>(() => () => {});

/** Holds what can be done now; components add their own while they are on the screen. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [held, setHeld] = useState<readonly Held[]>([]);
  const add = useCallback<Add>((command) => {
    setHeld((list) => [...list, command]);
    return () => setHeld((list) => list.filter((each) => each !== command));
  }, []);
  return (
    <AddContext value={add}>
      <ListContext value={held}>{children}</ListContext>
    </AddContext>
  );
}

/** What can be done now, in the order in which it was added. */
export function useCommands(): readonly Held[] {
  return useContext(ListContext);
}

/** Offers a command for as long as the caller is on the screen and does not pass `false`. */
export function useCommand(command: Command | false): void {
  const add = useContext(AddContext);
  const latest = useRef<Command>(command || { id: "", label: "", run() {} });
  useEffect(() => {
    if (command) latest.current = command;
  });
  const id = command ? command.id : undefined;
  const label = command ? command.label : undefined;
  useEffect(() => {
    // A new label is a new entry, so that the palette shows it.
    if (id !== undefined && label !== undefined) return add(latest);
  }, [add, id, label]);
}
