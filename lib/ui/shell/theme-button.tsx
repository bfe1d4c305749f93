"use client";

import { Check, Contrast, MonitorCog, Moon, Sun } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { menuClasses, menuItemClasses } from "./menu-classes.ts";
import { usePreferences } from "./preferences-context.tsx";
import { RailName } from "./rail-name.tsx";

const themes = [
  { value: "system", label: "As the system", icon: MonitorCog },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

/** Light, dark or as the system says; and more contrast. */
export function ThemeButton({ className }: { className: string }) {
  const { value, change } = usePreferences();
  const Icon = themes.find((theme) => theme.value === value.theme)?.icon ?? MonitorCog;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={className}>
        <Icon aria-hidden className="size-5" />
        <RailName>Theme</RailName>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content side="right" align="end" sideOffset={8} className={menuClasses}>
        <DropdownMenu.RadioGroup
          value={value.theme}
          onValueChange={(theme) =>
            change({ theme: themes.find((each) => each.value === theme)?.value ?? "system" })
          }
        >
          {themes.map((theme) => (
            <DropdownMenu.RadioItem
              key={theme.value}
              value={theme.value}
              className={menuItemClasses}
            >
              <theme.icon aria-hidden className="size-4" />
              <span className="flex-1">{theme.label}</span>
              <DropdownMenu.ItemIndicator>
                <Check aria-hidden className="size-4" />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <DropdownMenu.CheckboxItem
          checked={value.contrast === "more"}
          onCheckedChange={(more) => change({ contrast: more ? "more" : "system" })}
          className={menuItemClasses}
        >
          <Contrast aria-hidden className="size-4" />
          <span className="flex-1">More contrast</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden className="size-4" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.CheckboxItem>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
