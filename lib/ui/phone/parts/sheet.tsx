"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";

/**
 * A sheet from the bottom of the phone: the platform's modal dialog (focus stays in it, Escape
 * closes it, the page behind is inert, the focus goes back where it came from). No library, so no
 * injected styles for the content security policy to refuse.
 */
export function Sheet(props: {
  open: boolean;
  title: string;
  /** While true, Escape and the backdrop do not close it. */
  busy?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { open, busy, onClose } = props;
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || !open || busy) return;
    // A tap beside the sheet lands on the dialog itself. The keyboard's way is Escape.
    const beside = (event: MouseEvent) => {
      if (event.target === dialog) onClose();
    };
    dialog.addEventListener("click", beside);
    return () => dialog.removeEventListener("click", beside);
  }, [open, busy, onClose]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      className="phone-sheet"
      onCancel={(event) => {
        if (busy) event.preventDefault();
      }}
      onClose={() => {
        if (open) onClose();
      }}
    >
      {open ? (
        <div className="flex flex-col gap-4 px-4 pt-5 pb-[calc(1rem+env(safe-area-inset-bottom))]">
          <h2 id={titleId} className="text-[1.25rem] leading-7 font-semibold">
            {props.title}
          </h2>
          {props.children}
        </div>
      ) : null}
    </dialog>
  );
}
