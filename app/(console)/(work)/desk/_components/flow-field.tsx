"use client";

import { groupIban, parseIban } from "#lib/core/banking/iban.ts";
import type { AccountChoice, FieldSpec, FormValues } from "#lib/core/flows/flow.ts";
import { cx } from "#lib/ui/base/cx.ts";
import { described, Field, FieldError, inputClasses } from "#lib/ui/base/field.tsx";
import { accountKinds } from "./customer-words.ts";

interface Props {
  field: FieldSpec;
  value: string;
  values: FormValues;
  accounts: readonly AccountChoice[];
  error: string | undefined;
  onChange: (value: string) => void;
  onLeave: () => void;
}

/** One field of a flow, drawn by its kind. */
export function FlowField(props: Props) {
  switch (props.field.kind) {
    case "account":
      return <AccountField {...props} />;
    case "choices":
      return <ChoicesField {...props} />;
    case "text":
    case "amount":
    case "iban":
      return <LineField {...props} />;
  }
}

function LineField({ field, value, values, accounts, error, onChange, onLeave }: Props) {
  const id = `field-${field.name}`;
  const account = accounts.find((each) => each.accountId === values.from) ?? accounts[0];
  const amount = field.kind === "amount";
  return (
    <Field id={id} label={field.label} hint={field.hint} error={error} optional={field.optional}>
      <div className="relative">
        <input
          {...described(id, field.hint, error)}
          name={field.name}
          value={value}
          maxLength={field.maxLength}
          autoComplete="off"
          spellCheck={false}
          inputMode={amount ? "decimal" : undefined}
          aria-required={!field.optional || undefined}
          className={cx(
            inputClasses,
            amount && "pr-14 text-right text-base font-medium tabular-nums",
            field.kind === "iban" && "font-mono",
          )}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => {
            const iban = field.kind === "iban" ? parseIban(value) : undefined;
            if (iban) onChange(groupIban(iban));
            onLeave();
          }}
        />
        {amount && (
          <span className="pointer-events-none absolute inset-y-0 right-0 flex w-14 items-center justify-center border-l border-line text-ink-soft">
            {account?.currency ?? "EUR"}
          </span>
        )}
      </div>
    </Field>
  );
}

function AccountField({ field, value, accounts, error, onChange, onLeave }: Props) {
  const id = `field-${field.name}`;
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 font-medium">{field.label}</legend>
      <div className="divide-y divide-line overflow-hidden rounded-lg border border-line-strong bg-raised">
        {accounts.map((account) => (
          <label
            key={account.accountId}
            className="flex cursor-pointer items-center gap-3 px-3 py-2 hover:bg-hover has-checked:bg-accent-soft has-disabled:cursor-not-allowed has-disabled:text-ink-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={field.name}
              value={account.accountId}
              checked={value === account.accountId}
              disabled={account.status === "blocked"}
              onChange={() => onChange(account.accountId)}
              onBlur={onLeave}
              className="size-4 accent-accent outline-none"
            />
            <span className="flex-1">
              {accountKinds[account.kind]}
              {account.status === "blocked" && " (blocked)"}
            </span>
            <span className="font-mono tabular-nums">{account.maskedIban}</span>
            <span className="text-ink-soft">{account.currency}</span>
          </label>
        ))}
      </div>
      <FieldError id={id} error={error} />
    </fieldset>
  );
}

function ChoicesField({ field, value, error, onChange, onLeave }: Props) {
  const id = `field-${field.name}`;
  const chosen = value === "" ? [] : value.split(",");
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 font-medium">{field.label}</legend>
      {field.hint && <p className="mb-1 text-xs text-ink-soft">{field.hint}</p>}
      <div className="divide-y divide-line overflow-hidden rounded-lg border border-line-strong bg-raised">
        {(field.choices ?? []).map((choice) => (
          <label
            key={choice.value}
            className="flex cursor-pointer items-center gap-3 px-3 py-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="checkbox"
              name={field.name}
              value={choice.value}
              checked={chosen.includes(choice.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked
                    ? [...chosen, choice.value].join(",")
                    : chosen.filter((each) => each !== choice.value).join(","),
                )
              }
              onBlur={onLeave}
              className="size-4 accent-accent outline-none"
            />
            {choice.label}
          </label>
        ))}
      </div>
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
