/**
 * The links that may be clicked. Written out to the slashes, because a browser takes `https:page` for a place on the page's
 * own site. Everything else (`command:`, `vscode:`, `javascript:`, `file:`, paths) stays text.
 */
const allowed = /^(?:https?:\/\/|mailto:)/i;

/** Whether a link that a model wrote may become a link on the page. */
export function isAllowedLink(url: string): boolean {
  return allowed.test(url) && URL.canParse(url);
}
