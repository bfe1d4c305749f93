"use client";

import { ChevronDown, LogOut } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { menuClasses, menuItemClasses } from "./menu-classes.ts";
import type { Operator } from "./operator-context.tsx";

const roleNames: Record<string, string> = {
  teller: "Teller",
  agent: "Call-centre agent",
  supervisor: "Supervisor",
  auditor: "Auditor",
};

/** Who is signed in, where, as what; and the way out. */
export function AccountMenu({
  operator,
  onSignOut,
}: {
  operator: Operator;
  onSignOut: () => void;
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="inline-flex min-w-0 items-center gap-2 rounded-lg px-2 py-1 text-sm hover:bg-hover">
        <span className="min-w-0 truncate">
          <span className="font-medium">{operator.name}</span>
          <span className="text-ink-soft max-md:hidden"> · {operator.branchName}</span>
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" sideOffset={6} className={menuClasses}>
        <DropdownMenu.Label className="px-2 py-1.5">
          <span className="block font-semibold">{operator.name}</span>
          <span className="block text-ink-soft">
            {operator.roles.map((role) => roleNames[role] ?? role).join(", ")}
          </span>
          <span className="block text-ink-soft">{operator.branchName}</span>
        </DropdownMenu.Label>
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <DropdownMenu.Item onSelect={onSignOut} className={menuItemClasses}>
          <LogOut aria-hidden className="size-4" />
          Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
