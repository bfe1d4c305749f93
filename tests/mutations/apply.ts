import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Edit, Mutation } from "./mutation.ts";

export function editsOf(mutation: Mutation): Edit[] {
  const { file, find, replace } = mutation;
  return [{ file, find, replace }, ...(mutation.also ?? [])];
}

/** Why an edit cannot be made: its text is not found exactly once. */
export function faultOf(root: string, { file, find }: Edit): string | undefined {
  const path = join(root, file);
  if (!existsSync(path)) return `there is no ${file}`;
  const times = readFileSync(path, "utf8").split(find).length - 1;
  return times === 1 ? undefined : `found ${times} times in ${file}: ${find}`;
}

/** Makes the mutation in a copy of the tree; answers why it could not be made (then nothing was). */
export function apply(root: string, mutation: Mutation): string | undefined {
  const edits = editsOf(mutation);
  for (const edit of edits) {
    const fault = faultOf(root, edit);
    if (fault) return fault;
  }
  for (const { file, find, replace } of edits) {
    const path = join(root, file);
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace(find, () => replace),
    );
  }
  return undefined;
}
