import { cx } from "./cx.ts";

/** A few choices side by side: radio buttons of the browser, so arrows and forms just work. */
export function Segmented<Value extends string>({
  legend,
  name,
  value,
  choices,
  onChange,
  hideLegend = false,
  className,
}: {
  legend: string;
  name: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  hideLegend?: boolean;
  className?: string;
}) {
  return (
    <fieldset className={cx("min-w-0", className)}>
      <legend className={hideLegend ? "sr-only" : "mb-1 text-sm font-medium"}>{legend}</legend>
      <div className="inline-flex max-w-full flex-wrap rounded-lg border border-line-strong bg-raised p-0.5">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="cursor-pointer rounded-md px-3 py-1 text-sm text-ink-soft transition-colors hover:text-ink has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="sr-only"
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
