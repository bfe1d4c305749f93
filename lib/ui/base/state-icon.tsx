import {
  ArrowUpRight,
  Check,
  CheckCheck,
  CircleHelp,
  Clock,
  Eye,
  Hand,
  type LucideIcon,
  OctagonX,
  Reply,
  Smartphone,
  Unplug,
  X,
} from "lucide-react";
import type { StateIcon as Name } from "#lib/core/requests/phase.ts";

const icons: Record<Name, LucideIcon> = {
  arrow: ArrowUpRight,
  phone: Smartphone,
  eye: Eye,
  reply: Reply,
  check: Check,
  "double-check": CheckCheck,
  hand: Hand,
  clock: Clock,
  cross: X,
  plug: Unplug,
  question: CircleHelp,
  stop: OctagonX,
};

/** The sign of a state; always beside its word. */
export function StateIcon({ name, className }: { name: Name; className?: string }) {
  const Icon = icons[name];
  return <Icon aria-hidden className={className ?? "size-4 shrink-0"} />;
}
