import { z } from "zod";

/** Configuration that does not hold: every fault at once, each with its variable and the rule. */
export class ConfigurationFault extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "ConfigurationFault";
    this.faults = faults;
  }
}

/**
 * Reads settings from the environment by a schema whose keys are the variables' names.
 * `together` finds what does not fit together; it is asked as well when some setting is faulty, so
 * that nobody has to start twice to hear of everything.
 * Never prints a value: a wrong secret is still a secret.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Record<string, string | undefined> = process.env,
  together: (values: z.infer<z.ZodObject<Shape>>) => string[] = () => [],
): z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(
    Object.keys(shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const parsed = z.object(shape).safeParse(present);
  if (parsed.success) {
    const faults = together(parsed.data);
    if (faults.length === 0) return parsed.data;
    throw new ConfigurationFault(faults);
  }
  const faulty = parsed.error.issues.map((issue) => String(issue.path[0]));
  throw new ConfigurationFault([
    ...parsed.error.issues.map((issue, index) => {
      const name = faulty[index] as string;
      return name in present ? `${name}: ${issue.message}` : `${name} is missing`;
    }),
    ...faultsOfTheRest(shape, present, together).filter(
      (fault) => !faulty.some((name) => fault.includes(name)),
    ),
  ]);
}

/** What `together` finds in the settings that hold for themselves; nothing where it needs the others. */
function faultsOfTheRest<Shape extends z.ZodRawShape>(
  shape: Shape,
  present: Record<string, unknown>,
  together: (values: z.infer<z.ZodObject<Shape>>) => string[],
): string[] {
  const sound = Object.entries(shape).flatMap(([name, schema]) => {
    const parsed = z.safeParse(schema, present[name]);
    return parsed.success ? [[name, parsed.data]] : [];
  });
  try {
    return together(Object.fromEntries(sound));
  } catch {
    return [];
  }
}

const secretMinChars = 16;

export const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ""));
/** An issuer is compared as a string, so nothing of it is changed: a slash at its end is part of it. */
export const issuerUrl = z.url({ protocol: /^https?$/ });
export const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });
export const secret = z
  .string()
  .min(secretMinChars, `must have ${secretMinChars} characters or more`);
export const seconds = z.coerce.number().int().positive();

export interface Keyring {
  /** Id of the key that seals; all keys unseal. */
  current: string;
  keys: ReadonlyMap<string, Uint8Array>;
}

/** "2026b:<base64url of 32 bytes>,2026a:…": the first key seals, all unseal. */
export const keyring = z.string().transform((text, context): Keyring => {
  const keys = new Map<string, Uint8Array>();
  for (const part of text.split(",")) {
    const [kid, material] = part.trim().split(":");
    const bytes = Buffer.from(material ?? "", "base64url");
    if (!kid || bytes.length !== 32) {
      context.addIssue({
        code: "custom",
        message: "must be kid:key[,kid:key], each key 32 bytes in base64url",
      });
      return z.NEVER;
    }
    keys.set(kid, bytes);
  }
  return { current: [...keys.keys()][0] as string, keys };
});

/** Reads once, at the first use: a process refuses to boot, it does not fail later. */
export function once<T>(read: () => T): () => T {
  let value: { of: T } | undefined;
  return () => {
    value ??= { of: read() };
    return value.of;
  };
}
