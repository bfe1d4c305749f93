/** Named texts to be searched: a log file, a table's dump, an HTTP answer. */
export type Haystacks = Map<string, string>;

const MIN_CHARS = 8;

/** Every form in which a secret could have got somewhere: raw, encoded, and its parts if it is a JWT. */
export function formsOf(secret: string): Map<string, string> {
  const bytes = Buffer.from(secret);
  const forms = new Map([
    ["raw", secret],
    ["base64", bytes.toString("base64").replace(/=+$/, "")],
    ["base64url", bytes.toString("base64url")],
    ["hex", bytes.toString("hex")],
    ["HEX", bytes.toString("hex").toUpperCase()],
    ["URL-encoded", encodeURIComponent(secret)],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
  ]);
  // Inside something longer ("client:secret" of a Basic header) the same bytes have other letters.
  for (const before of [1, 2])
    forms.set(
      `base64, ${before} off`,
      inner64(Buffer.concat([Buffer.alloc(before), bytes]), before),
    );
  // A key may have been stored as the bytes that its text stands for.
  if (/^[\w-]{43}$/.test(secret)) {
    const decoded = Buffer.from(secret, "base64url");
    forms.set("decoded, hex", decoded.toString("hex"));
    forms.set("decoded, base64", decoded.toString("base64").replace(/=+$/, ""));
  }
  const parts = secret.split(".");
  if (parts.length === 3 && secret.startsWith("eyJ")) {
    forms.set("claims", parts[1] ?? "");
    forms.set("decoded claims", Buffer.from(parts[1] ?? "", "base64url").toString());
    forms.set("signature", parts[2] ?? "");
  }
  // PostgreSQL doubles quotes and backslashes where it writes a whole row as text.
  for (const [form, text] of [...forms])
    if (/["\\]/.test(text))
      forms.set(`${form}, in a row`, text.replaceAll("\\", "\\\\").replaceAll('"', '""'));
  return forms;
}

/** Base64 of `bytes` without the letters that depend on what stands before or after. */
function inner64(bytes: Buffer, before: number): string {
  const letters = bytes.toString("base64").replace(/=+$/, "");
  return letters.slice(before + 1, Math.floor((bytes.length * 4) / 3));
}

/** Where any of the secrets is, as "name of the secret (form) in haystack"; empty is good. */
export function findLeaks(haystacks: Haystacks, secrets: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [name, secret] of secrets) {
    if (secret.length < MIN_CHARS) throw new Error(`${name} is too short to be searched for`);
    for (const [form, text] of formsOf(secret))
      for (const [place, hay] of haystacks)
        if (text.length >= MIN_CHARS && hay.includes(text))
          found.push(`${name} (${form}) in ${place}`);
  }
  return found;
}
