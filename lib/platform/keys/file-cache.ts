import { statSync } from "node:fs";

/**
 * A value made from files, made anew when one of them changed: keys and certificates are rotated
 * without a restart. While a new file is faulty the old value stays in use and the fault is thrown
 * to nobody but `onFault`.
 */
export function fromFiles<T>(options: {
  files: readonly string[];
  make: () => T;
  onFault: (error: unknown) => void;
}): () => T {
  let held: { value: T; stamp: string } | undefined;
  return () => {
    let stamp: string;
    try {
      stamp = options.files.map((file) => String(statSync(file).mtimeMs)).join();
      if (held?.stamp === stamp) return held.value;
      held = { value: options.make(), stamp };
    } catch (error) {
      if (!held) throw error;
      options.onFault(error);
    }
    return held.value;
  };
}
