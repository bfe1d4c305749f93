import { CircleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

export const inputClasses =
  "w-full min-w-0 rounded-lg border border-line-strong bg-raised px-3 py-2 text-sm text-ink " +
  "placeholder:text-ink-soft/80 aria-invalid:border-bad aria-invalid:ring-1 aria-invalid:ring-bad";

/** A label above, the control, a hint, and the error under it; all tied to the control by ids. */
export function Field({
  id,
  label,
  hint,
  error,
  optional = false,
  children,
}: {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <div>
      <label htmlFor={id} className="mb-1 flex items-baseline gap-2 text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-ink-soft">optional</span>}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-ink-soft">
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} />
    </div>
  );
}

/** The place of a field's error: always there, so that it is read out when it fills. */
export function FieldError({ id, error }: { id: string; error?: string | undefined }) {
  return (
    <p id={`${id}-error`} aria-live="polite" className={cx("text-sm text-bad", error && "mt-1")}>
      {error && (
        <span className="flex gap-1.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </span>
      )}
    </p>
  );
}

/** The attributes that tie a control to its hint and error. */
export function described(
  id: string,
  hint: string | undefined,
  error: string | undefined,
): Pick<ComponentProps<"input">, "id" | "aria-describedby" | "aria-invalid"> {
  const by = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    ...(by ? { "aria-describedby": by } : {}),
    ...(error ? { "aria-invalid": true } : {}),
  };
}
