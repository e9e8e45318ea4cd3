import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** A theme changes nothing but colours: what else axe looks at is the same in each. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page. Since Chromium 130 a box that scrolls takes the focus by itself, and only where it does scroll;
 * axe does not know that and wants a tab stop on every code block, so that rule is left out: a keyboard test holds the page to it.
 */
export async function violations(page: Page, only?: 'colours'): Promise<readonly string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source);
  // Every rule is tried; to describe every element that keeps one takes most of the time.
  const options = {
    rules: { 'scrollable-region-focusable': { enabled: false } },
    resultTypes: ['violations'],
    ...(only ? { runOnly: RULES_OF_COLOURS } : {}),
  };
  const found: AxeResults['violations'] = await page.evaluate(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
