import axe, { type AxeResults } from 'axe-core';
import type { ChatPage } from './harness';

/** What axe-core finds in a page as it is now that keeps somebody out. */
export async function seriousViolations({ page }: ChatPage): Promise<string[]> {
  await page.evaluate(axe.source);
  // Since Chromium 130 a box that scrolls takes the focus by itself, and only where it does scroll; axe does not know that
  // and wants a tab stop on every code block. The keyboard tests hold the page to it instead.
  const options = { rules: { 'scrollable-region-focusable': { enabled: false } } };
  const results: AxeResults = await page.evaluate(`axe.run(${JSON.stringify(options)})`);
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
