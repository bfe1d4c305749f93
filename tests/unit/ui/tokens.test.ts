import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../../app/tokens.css", import.meta.url), "utf8");

type Theme = "light" | "dark";
type Contrast = "normal" | "more";

describe("design tokens", () => {
  const texts = [
    "ink",
    "ink-soft",
    "accent",
    "accent-strong",
    "info",
    "good",
    "warn",
    "bad",
    "neutral",
  ];
  const grounds = ["surface", "raised"];

  for (const theme of ["light", "dark"] as const)
    for (const contrast of ["normal", "more"] as const) {
      const ratio = (front: string, back: string) =>
        contrastRatio(
          luminance(token(front, theme, contrast)),
          luminance(token(back, theme, contrast)),
        );

      it(`text is readable on its ground: ${theme}, ${contrast} contrast`, () => {
        const low = texts
          .flatMap((front) => grounds.map((back) => [front, back] as const))
          .concat([
            ["ink", "sunken"],
            ["ink-soft", "sunken"],
            ["ink", "hover"],
            ["ink-soft", "hover"],
            ["on-accent", "accent"],
            ["on-accent", "accent-strong"],
            ["accent", "accent-soft"],
          ])
          .concat(
            ["neutral", "info", "good", "warn", "bad"].flatMap((tone) => [
              [tone, `${tone}-soft`] as const,
              ["ink", `${tone}-soft`] as const,
              ["ink-soft", `${tone}-soft`] as const,
              ["on-tone", tone] as const,
            ]),
          )
          .map(([front, back]) => `${front} on ${back}: ${ratio(front, back).toFixed(2)}`)
          .filter((line) => Number(line.split(": ")[1]) < 4.5);
        expect(low).toEqual([]);
      });

      it(`what can be operated has a visible edge: ${theme}, ${contrast} contrast`, () => {
        const low = ["line-strong", "focus"]
          .flatMap((front) => ["surface", "raised", "sunken"].map((back) => [front, back] as const))
          .map(([front, back]) => `${front} on ${back}: ${ratio(front, back).toFixed(2)}`)
          .filter((line) => Number(line.split(": ")[1]) < 3);
        expect(low).toEqual([]);
      });
    }
});

/** The value of a token as [L, C, h] in OKLCH. */
function token(name: string, theme: Theme, contrast: Contrast): [number, number, number] {
  const blocks = [
    block(":root {"),
    ...(contrast === "more" ? [block(':root[data-contrast="more"] {')] : []),
  ];
  const pattern = new RegExp(`--${name}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`);
  const found = blocks.map((text) => pattern.exec(text)).findLast((match) => match !== null);
  if (!found) throw new Error(`no token ${name}`);
  const [l = 0, c = 0, h = 0] = (found[theme === "light" ? 1 : 2] ?? "").split(" ").map(Number);
  return [l, c, h];
}

function block(head: string): string {
  const from = css.indexOf(head);
  return css.slice(from, css.indexOf("\n}", from));
}

/** WCAG relative luminance of an OKLCH colour, clipped to sRGB. @see https://bottosson.github.io/posts/oklab/ */
function luminance([l, c, h]: [number, number, number]): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastRatio(first: number, second: number): number {
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}
