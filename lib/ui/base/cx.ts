/** Class names joined; what is false or undefined is left out. */
export function cx(...parts: (string | false | undefined | null)[]): string {
  return parts.filter(Boolean).join(" ");
}
