"use client";

import { type ComponentProps, type ReactNode, useId } from "react";

/** Label above, hint under it, the field, and its fault in words under that. */
export function TextField({
  label,
  hint,
  fault,
  after,
  ...input
}: ComponentProps<"input"> & {
  label: string;
  hint?: string | undefined;
  fault: string | undefined;
  after?: ReactNode;
}) {
  const id = useId();
  const hintId = `${id}-hint`;
  const faultId = `${id}-fault`;
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      {hint === undefined ? null : (
        <p id={hintId} className="text-[0.9375rem] leading-5 text-ink-soft">
          {hint}
        </p>
      )}
      <div className="mt-1.5 flex gap-1">
        <input
          {...input}
          id={id}
          aria-describedby={`${hint === undefined ? "" : `${hintId} `}${faultId}`}
          aria-invalid={fault !== undefined}
          className="block h-14 w-full min-w-0 rounded-lg border border-line-strong bg-raised px-4 aria-invalid:border-2 aria-invalid:border-bad rtl:text-end"
        />
        {after}
      </div>
      <p
        id={faultId}
        aria-live="polite"
        className="mt-1 text-[0.9375rem] leading-5 font-medium text-bad empty:mt-0"
      >
        {fault}
      </p>
    </div>
  );
}
