/** Letters that Unicode does not decompose, and what people type for them. */
const plain: Record<string, string> = {
  ß: "ss",
  ł: "l",
  ø: "o",
  đ: "d",
  ı: "i",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ð: "d",
};
const german: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue" };

/** "Renée O’Connor" → ["renee", "oconnor"]: lower case, without accents and marks, in words. */
export function foldWords(text: string): string[] {
  return words(text.toLowerCase());
}

/** The words under which a name is found: also "schaefer" for "Schäfer", and the parts of "Al-Sayed". */
export function nameWords(name: string): string[] {
  const lower = name.toLowerCase();
  const german2 = lower.normalize("NFC").replace(/[äöü]/g, (letter) => german[letter] ?? letter);
  const parts = lower.replace(/[-'’]/g, " ");
  return [...new Set([...words(lower), ...words(german2), ...words(parts)])].sort();
}

function words(lower: string): string[] {
  const folded = lower
    .normalize("NFKD")
    .replace(/[\p{M}'’.ـ]/gu, "")
    .replace(/[ßłøđıæœþð]/g, (letter) => plain[letter] ?? letter);
  return folded.split(/[^\p{L}\p{N}-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
}
