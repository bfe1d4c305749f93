import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";

const variants: Record<ButtonVariant, string> = {
  primary:
    "bg-accent text-on-accent font-semibold hover:bg-accent-strong border border-transparent",
  secondary: "bg-raised text-ink font-medium border border-line-strong hover:bg-hover",
  quiet:
    "bg-transparent text-ink-soft font-medium border border-transparent hover:bg-hover hover:text-ink",
  danger: "bg-bad text-on-tone font-semibold border border-transparent hover:opacity-90",
};

const sizes = { normal: "min-h-9 px-3 py-1.5", large: "min-h-11 px-5 py-2 text-[0.9375rem]" };

const base =
  "inline-flex items-center justify-center gap-2 rounded-lg text-sm text-balance transition-colors " +
  "disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-progress";

/** The classes of a button, for links that look like one. */
export function buttonClasses(
  variant: ButtonVariant = "secondary",
  size: keyof typeof sizes = "normal",
): string {
  return cx(base, variants[variant], sizes[size]);
}

/**
 * A button. While `busy` it keeps its place, its width and the focus, says so, and ignores presses
 * (aria-disabled, since a disabled button would lose the focus).
 */
export function Button({
  variant = "secondary",
  size = "normal",
  busy = false,
  busyLabel,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: Omit<ComponentProps<"button">, "children"> & {
  variant?: ButtonVariant;
  size?: keyof typeof sizes;
  busy?: boolean;
  busyLabel?: string;
  children: ReactNode;
}) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      className={cx(buttonClasses(variant, size), className)}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
    >
      {busy && <Spinner />}
      {busy && busyLabel ? busyLabel : children}
    </button>
  );
}
