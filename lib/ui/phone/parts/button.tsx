import type { ComponentProps } from "react";

type Kind = "solid" | "outline" | "quiet" | "danger" | "choice";

const shared =
  "inline-flex min-h-14 items-center justify-center gap-2 rounded-lg px-4 py-3 text-center " +
  "font-semibold transition-colors [overflow-wrap:anywhere] " +
  "disabled:cursor-default aria-disabled:cursor-default";

const kinds: Record<Kind, string> = {
  solid:
    "bg-accent text-on-accent hover:bg-accent-strong active:bg-accent-strong " +
    "aria-disabled:bg-sunken aria-disabled:text-ink-soft",
  outline:
    "border-2 border-accent bg-raised text-accent hover:bg-accent-soft active:bg-accent-soft " +
    "aria-disabled:border-line aria-disabled:bg-raised aria-disabled:text-ink-soft",
  quiet:
    "text-ink-soft underline decoration-1 underline-offset-4 hover:text-ink active:text-ink " +
    "aria-disabled:no-underline",
  danger:
    "border-2 border-bad bg-raised text-bad hover:bg-bad-soft active:bg-bad-soft " +
    "aria-disabled:border-line aria-disabled:text-ink-soft",
  choice:
    "w-full justify-start! border border-line-strong bg-raised text-start! font-medium! text-ink " +
    "hover:bg-hover active:bg-hover aria-disabled:text-ink-soft",
};

export const buttonStyle = (kind: Kind, extra = ""): string => `${shared} ${kinds[kind]} ${extra}`;

/**
 * A button in thumb's size (56 px high). `busy` keeps it focusable and named, says so to a screen
 * reader, and ignores taps.
 */
export function Button({
  kind,
  busy = false,
  className = "",
  onClick,
  ...rest
}: ComponentProps<"button"> & { kind: Kind; busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      {...(busy ? { "aria-disabled": true } : {})}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={buttonStyle(kind, className)}
    />
  );
}
