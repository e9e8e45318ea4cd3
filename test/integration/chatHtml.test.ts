import assert from 'node:assert/strict';
import { contentSecurityPolicy } from '../../src/vscode/chatHtml';

describe('the page’s content security policy', () => {
  it('lets nothing in but the page’s own script, style, fonts and images, and nothing out', () => {
    assert.equal(
      contentSecurityPolicy('https://webview.example', 'abc'),
      "default-src 'none'; script-src 'nonce-abc'; style-src https://webview.example; font-src https://webview.example; " +
        "img-src https://webview.example data:; connect-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'",
    );
  });
});
