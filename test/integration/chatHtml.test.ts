import assert from 'node:assert/strict';
import { contentSecurityPolicy, translationsAttribute } from '../../src/vscode/chat/chatHtml';

describe('the page’s content security policy', () => {
  it('lets nothing in but the page’s own script, style, fonts and images, and nothing out', () => {
    assert.equal(
      contentSecurityPolicy('https://webview.example', 'abc'),
      "default-src 'none'; script-src 'nonce-abc'; style-src https://webview.example; font-src https://webview.example; " +
        "img-src https://webview.example data:; connect-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'",
    );
  });
});

describe('the words of the page', () => {
  it('are in the document in the language of the user, whatever is in them, and absent in English', () => {
    assert.equal(translationsAttribute(undefined), '');
    assert.equal(
      translationsAttribute({ Send: 'Kirim "<&>"' }),
      ' data-translations="{&quot;Send&quot;:&quot;Kirim \\&quot;&lt;&amp;>\\&quot;&quot;}"',
    );
  });
});
