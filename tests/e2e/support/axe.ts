import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixture.ts";

/** No violation of WCAG 2.2 A and AA that axe can see, on the page as it is now. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Colours are judged when nothing fades any more.
  await page.waitForTimeout(300);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`,
  );
  expect(found, what).toEqual([]);
}
