import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe finds on the page. Since Chromium 130 a box that scrolls takes the focus by itself, and only where it does scroll;
 * axe does not know that and wants a tab stop on every code block, so that rule is left out: a keyboard test holds the page to it.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const options = { rules: { 'scrollable-region-focusable': { enabled: false } } };
  const results: AxeResults = await page.evaluate(`axe.run(${JSON.stringify(options)})`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
