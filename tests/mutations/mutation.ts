/** One change of the source: `find` occurs exactly once in `file`. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

/** A guard, taken away, and the test that must then be red. */
export interface Mutation extends Edit {
  /** What the guard promises, as a sentence. */
  guard: string;
  /** Further edits, where the same guard stands in two places and each alone would hold it. */
  also?: readonly Edit[];
  test: TestOf;
}

export interface TestOf {
  project: "unit" | "integration" | "contract";
  /** Path of the test file. */
  file: string;
  /** Part of the test's name (or of its describe's): only these are run. */
  name: string;
}

/** Names the tests of one file. */
export const testsOf =
  (project: TestOf["project"], file: string) =>
  (name: string): TestOf => ({ project, file, name });
