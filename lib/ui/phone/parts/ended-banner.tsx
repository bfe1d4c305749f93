import { CircleSlash, Clock } from "lucide-react";
import { FocusHeading } from "./frame.tsx";

/** Says above a greyed question that, and how, it ended. */
export function EndedBanner(props: {
  kind: "withdrawn" | "expired";
  title: string;
  text: string;
  note?: string | undefined;
}) {
  const Icon = props.kind === "withdrawn" ? CircleSlash : Clock;
  return (
    <div className="mb-5 flex gap-3 rounded-lg border border-line-strong bg-sunken p-4">
      <Icon className="mt-0.5 size-5 shrink-0 text-neutral" aria-hidden="true" />
      <div>
        <FocusHeading className="font-semibold">{props.title}</FocusHeading>
        <p className="text-ink-soft">{props.text}</p>
        {props.note === undefined ? null : <p className="mt-2">{props.note}</p>}
      </div>
    </div>
  );
}
