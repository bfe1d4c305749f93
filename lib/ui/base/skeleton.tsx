import { cx } from "./cx.ts";

/** A grey place where something will stand; the caller gives it the final size. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx("animate-pulse rounded-md bg-sunken", className)} />;
}
