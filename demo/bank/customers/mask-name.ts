/** "Alice Martin" → "Alice M.": the given name and the initial of the family name's last word. */
export function maskName(givenName: string, familyName: string): string {
  const last = familyName.trim().split(/\s+/).at(-1) ?? "";
  const initial = [...new Intl.Segmenter().segment(last)][0]?.segment ?? "";
  return `${givenName} ${initial.toUpperCase()}.`;
}
