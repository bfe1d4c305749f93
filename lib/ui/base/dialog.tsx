"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { cx } from "./cx.ts";

/**
 * A modal on the browser's own <dialog>: it keeps the focus, closes with Esc, gives the focus back,
 * and needs no injected styles, so a strict content security policy holds. The focus starts at
 * `data-first-focus`, else at the first control.
 */
export function Dialog({
  open,
  onClose,
  title,
  hideTitle = false,
  role = "dialog",
  className,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  hideTitle?: boolean;
  role?: "dialog" | "alertdialog";
  className?: string;
  children: ReactNode;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      role={role === "alertdialog" ? "alertdialog" : undefined}
      aria-labelledby={titleId}
      onClose={onClose}
      closedby="any"
      className={cx(
        "m-auto max-h-[85dvh] w-[min(32rem,calc(100vw-2rem))] overflow-auto rounded-xl border border-line bg-raised p-0 text-ink backdrop:bg-scrim",
        className,
      )}
    >
      {open && (
        <div className={hideTitle ? undefined : "p-5"}>
          <h2 id={titleId} className={hideTitle ? "sr-only" : "mb-3 text-base font-semibold"}>
            {title}
          </h2>
          {children}
        </div>
      )}
    </dialog>
  );
}
