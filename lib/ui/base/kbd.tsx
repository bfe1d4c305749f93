/** A key as printed on a keyboard. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-flex min-w-5 items-center justify-center rounded border border-line-strong/60 bg-sunken px-1 font-mono text-xs leading-5 text-ink-soft">
      {children}
    </kbd>
  );
}
