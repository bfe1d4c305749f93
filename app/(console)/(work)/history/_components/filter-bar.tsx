"use client";

import Form from "next/form";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { allFlows } from "#lib/core/flows/catalogue.ts";
import { buttonClasses } from "#lib/ui/base/button.tsx";
import { inputClasses } from "#lib/ui/base/field.tsx";
import { type FilterValues, isFiltered, pageAddress, readFilter, stateChoices } from "./filter.ts";

const control = `${inputClasses} h-9 py-1`;

/** A plain GET form: the filters live in the address, so they can be kept, shared and gone back to. */
export function FilterBar({ path, values }: { path: string; values: FilterValues }) {
  const router = useRouter();
  const filter = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    router.push(pageAddress(path, readFilter(typed).values));
  };
  return (
    <Form
      key={JSON.stringify(values)}
      action={path}
      onSubmit={filter}
      className="mb-4 flex flex-wrap items-end gap-3"
      role="search"
    >
      <Labelled label="Find" className="min-w-44 flex-1">
        <input
          name="text"
          type="search"
          data-search
          aria-keyshortcuts="/"
          placeholder="Customer, payee, code or reference"
          defaultValue={values.text}
          maxLength={80}
          className={control}
        />
      </Labelled>
      <Labelled label="State">
        <select name="state" defaultValue={values.state} className={control}>
          <option value="">All</option>
          {stateChoices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label="About">
        <select name="flow" defaultValue={values.flow} className={control}>
          <option value="">Everything</option>
          {allFlows.map((flow) => (
            <option key={flow.id} value={flow.id}>
              {flow.title}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label="From">
        <input name="from" type="date" defaultValue={values.from} className={control} />
      </Labelled>
      <Labelled label="To">
        <input name="to" type="date" defaultValue={values.to} className={control} />
      </Labelled>
      <button type="submit" className={buttonClasses("secondary")}>
        Filter
      </button>
      {isFiltered(values) && (
        <Link href={path} className={`${buttonClasses("quiet")} -ml-3`}>
          Show all
        </Link>
      )}
    </Form>
  );
}

function Labelled({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <label className={className}>
      <span className="mb-1 block text-xs font-medium text-ink-soft">{label}</span>
      {children}
    </label>
  );
}
