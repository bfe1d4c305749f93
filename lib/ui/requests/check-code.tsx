import { groupCheckCode } from "#lib/core/contracts/digest.ts";

/** "7K2M9Q" large in two groups; a screen reader spells it. */
export function CheckCode({ code, size = "large" }: { code: string; size?: "large" | "small" }) {
  return (
    <span>
      <span className="sr-only">{[...code].join(" ")}</span>
      <span
        aria-hidden
        data-testid="check-code"
        className={
          size === "large"
            ? "font-mono text-[2.75rem] leading-none font-semibold tracking-[0.06em] whitespace-nowrap text-ink"
            : "font-mono text-sm font-semibold tracking-wider whitespace-nowrap"
        }
      >
        {groupCheckCode(code)}
      </span>
    </span>
  );
}
