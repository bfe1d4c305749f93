import type { ReactNode } from "react";
import { Mark } from "./mark.tsx";

/** A page that has one thing to say: what happened, and what to do. */
export function MessagePage({
  title,
  children,
  actions,
  full = true,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** Stands alone on the page; otherwise inside the frame. */
  full?: boolean;
}) {
  const Tag = full ? "main" : "div";
  return (
    <Tag
      className={
        full
          ? "mx-auto flex min-h-dvh max-w-md flex-col justify-center p-6 text-sm"
          : "max-w-md py-6"
      }
    >
      {full && <Mark className="mb-6 size-10" />}
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="mt-2 space-y-2 text-ink-soft">{children}</div>
      {actions && <div className="mt-6 flex flex-wrap gap-2">{actions}</div>}
    </Tag>
  );
}
