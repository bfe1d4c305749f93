/** The name beside a sign: read by all, seen on hover and focus. */
export function RailName({ children }: { children: string }) {
  return (
    <span className="pointer-events-none absolute rounded-md bg-ink px-2 py-1 text-xs font-medium whitespace-nowrap text-surface opacity-0 transition-opacity group-hover/rail:opacity-100 group-focus-visible/rail:opacity-100 max-sm:bottom-full max-sm:mb-1 sm:left-full sm:ml-2">
      {children}
    </span>
  );
}
