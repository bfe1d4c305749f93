import { type Change, groups, type Plan } from "./plan.ts";

export interface Outcome {
  realmUrl: string;
  variant: string;
  plan: Plan;
  notes: readonly string[];
  applied: boolean;
}

const changesOf = ({ steps }: Plan) => steps.flatMap(({ changes }) => changes);

/** The plan in words, grouped. */
export function inWords({ realmUrl, variant, plan, notes, applied }: Outcome): string {
  const changes = changesOf(plan);
  const parts = groups.flatMap((group) => {
    const lines = changes.filter((change) => change.group === group).map(line);
    return lines.length === 0 ? [] : [`${group}\n${lines.join("\n")}`];
  });
  if (plan.leftAlone.length > 0)
    parts.push(`Left alone\n${plan.leftAlone.map((each) => `  = ${each}`).join("\n")}`);
  parts.push(`Not done here, or worth a look\n${notes.map((each) => `  · ${each}`).join("\n")}`);
  return [`${realmUrl}, variant ${variant}`, ...parts, ending(changes.length, applied)].join(
    "\n\n",
  );
}

function ending(count: number, applied: boolean): string {
  if (count === 0) return "Nothing to do: the realm is as described.";
  const changes = count === 1 ? "1 change" : `${count} changes`;
  return applied
    ? `${changes} made.`
    : `${changes} planned, nothing was changed. Add --apply to make them.`;
}

function line({ kind, object, field, from, to }: Change): string {
  const sign = kind === "create" ? "+" : "~";
  if (field !== undefined) return `  ${sign} ${object}: ${field}: ${from} → ${to}`;
  return `  ${sign} ${object}${to === undefined ? "" : `: ${to}`}`;
}

/** The same for programs. */
export function inJson({ realmUrl, variant, plan, notes, applied }: Outcome): string {
  const changes = changesOf(plan);
  return JSON.stringify(
    { realm_url: realmUrl, variant, applied, changes, left_alone: plan.leftAlone, notes },
    null,
    2,
  );
}
