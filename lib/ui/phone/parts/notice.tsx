import { Info, TriangleAlert, WifiOff } from "lucide-react";
import type { ReactNode } from "react";

const tones = {
  neutral: { box: "border-line bg-sunken", ink: "text-neutral", Icon: Info },
  warn: { box: "border-warn bg-warn-soft", ink: "text-warn", Icon: TriangleAlert },
  bad: { box: "border-bad bg-bad-soft", ink: "text-bad", Icon: TriangleAlert },
  offline: { box: "border-warn bg-warn-soft", ink: "text-warn", Icon: WifiOff },
};

/** A sentence that matters now: what happened, that nothing was lost or sent twice, what to do. */
export function Notice(props: {
  tone: keyof typeof tones;
  title?: string;
  children: ReactNode;
  alert?: boolean;
}) {
  const { box, ink, Icon } = tones[props.tone];
  return (
    <div
      className={`flex gap-3 rounded-lg border p-3 text-[1rem] leading-6 ${box}`}
      {...(props.alert ? { role: "alert" } : {})}
    >
      <Icon className={`mt-0.5 size-5 shrink-0 ${ink}`} aria-hidden="true" />
      <div className="min-w-0">
        {props.title === undefined ? null : <p className="font-semibold">{props.title}</p>}
        <p>{props.children}</p>
      </div>
    </div>
  );
}
