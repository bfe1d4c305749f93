import { readFileSync, writeFileSync } from "node:fs";
import { areas } from "./all.ts";
import type { Mutation } from "./mutation.ts";

const begin = "<!-- guards: node tests/mutations/run.mjs --table -->";
const end = "<!-- /guards -->";

/** The README's table of guards, from the data. */
export function guardTable(): string {
  return areas
    .map(({ title, mutations }) =>
      [
        `### ${title}`,
        "",
        "| guard | mutation | test that turns red |",
        "|---|---|---|",
        ...mutations.map(row),
        "",
      ].join("\n"),
    )
    .join("\n");
}

function row({ guard, file, find, replace, also, test }: Mutation): string {
  const more = also ? " and its twin" : "";
  const change = replace.trim() === "" ? code(find) : `${code(find)} → ${code(replace)}`;
  return `| ${cell(guard)} | \`${file}\`${more}: ${change} | \`${test.file.replace("tests/", "")}\`: ${cell(test.name)} |`;
}

const cell = (text: string) => text.replace(/\|/g, "\\|");

function code(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const short = line.length > 70 ? `${line.slice(0, 68)}…` : line;
  const fence = short.includes("`") ? "``" : "`";
  return `${fence} ${short.replace(/\|/g, "\\|")} ${fence}`;
}

/** Replaces what stands between the marks; throws when the README has lost them. */
export function writeTable(readme: string): void {
  const text = readFileSync(readme, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${readme} has no marks for the table`);
  writeFileSync(
    readme,
    `${text.slice(0, from + begin.length)}\n\n${guardTable()}\n${text.slice(to)}`,
  );
}
