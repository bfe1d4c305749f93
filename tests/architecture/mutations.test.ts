import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { areas } from "../mutations/all.ts";
import { editsOf, faultOf } from "../mutations/apply.ts";
import { guardTable } from "../mutations/table.ts";

const root = resolve(import.meta.dirname, "../..");
const mutations = areas.flatMap((area) => area.mutations);

test("every mutation's text stands exactly once in its file, and its test file is there", () => {
  const faults = mutations.flatMap((mutation) => [
    ...editsOf(mutation).flatMap((edit) => faultOf(root, edit) ?? []),
    ...(existsSync(resolve(root, mutation.test.file)) ? [] : [`no ${mutation.test.file}`]),
  ]);
  expect(faults).toEqual([]);
});

test("tests/README.md lists every guard (node tests/mutations/run.mjs --table)", () => {
  expect(readFileSync(resolve(root, "tests/README.md"), "utf8")).toContain(guardTable());
});
