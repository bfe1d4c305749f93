"use client";

import {
  CircleHelp,
  History,
  type LucideIcon,
  Monitor,
  Users,
  Volume2,
  VolumeX,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "../base/cx.ts";
import { Mark } from "./mark.tsx";
import { usePreferences } from "./preferences-context.tsx";
import { RailName } from "./rail-name.tsx";
import { ThemeButton } from "./theme-button.tsx";

interface Place {
  href: string;
  name: string;
  icon: LucideIcon;
}

/** The left rail: 48 px of signs, each with its name on hover and focus; along the bottom on a phone. */
export function Rail({ places }: { places: readonly Place[] }) {
  const path = usePathname();
  const { value, change } = usePreferences();
  const Sound = value.sound ? Volume2 : VolumeX;
  return (
    <nav
      aria-label="Main"
      className="fixed z-30 flex border-line bg-raised max-sm:inset-x-0 max-sm:bottom-0 max-sm:h-14 max-sm:items-center max-sm:justify-around max-sm:border-t sm:inset-y-0 sm:left-0 sm:w-12 sm:flex-col sm:items-center sm:gap-1 sm:border-r sm:py-2"
    >
      <Link href="/desk" aria-label="Countersign, desk" className="mb-2 rounded-lg max-sm:hidden">
        <Mark className="size-8" />
      </Link>
      {places.map((place) => {
        const here = path === place.href || path.startsWith(`${place.href}/`);
        return (
          <Link
            key={place.href}
            href={place.href}
            aria-current={here ? "page" : undefined}
            className={cx(
              railItem,
              here ? "bg-accent-soft text-accent" : "text-ink-soft hover:bg-hover hover:text-ink",
            )}
          >
            <place.icon aria-hidden className="size-5" />
            <RailName>{place.name}</RailName>
          </Link>
        );
      })}
      <div className="flex sm:mt-auto sm:flex-col sm:gap-1">
        <button
          type="button"
          aria-pressed={value.sound}
          onClick={() => change({ sound: !value.sound })}
          className={cx(railItem, "text-ink-soft hover:bg-hover hover:text-ink")}
        >
          <Sound aria-hidden className="size-5" />
          <RailName>Sound on outcome</RailName>
        </button>
        <ThemeButton className={cx(railItem, "text-ink-soft hover:bg-hover hover:text-ink")} />
      </div>
    </nav>
  );
}

const railItem =
  "group/rail relative inline-flex size-10 items-center justify-center rounded-lg transition-colors";

/** The places of the console for an operator. */
export function placesFor(seesBranch: boolean): Place[] {
  return [
    { href: "/desk", name: "Desk", icon: Monitor },
    { href: "/history", name: "History", icon: History },
    ...(seesBranch ? [{ href: "/branch", name: "Branch", icon: Users }] : []),
    { href: "/help", name: "Help", icon: CircleHelp },
  ];
}
