import assert from 'node:assert/strict';
import { isAllowedLink } from '../../../media/markdown/links';

describe('Links that may be clicked', () => {
  const allowed = [
    'https://example.com',
    'http://127.0.0.1:8080/v1?x=1#y',
    'HTTPS://EXAMPLE.COM/',
    'mailto:someone@example.com',
    'https://user@example.com/',
    'https://xn--bcher-kva.example/%20',
  ];
  const refused = [
    ...[
      '',
      '#',
      '#top',
      '/etc/passwd',
      'src/search.ts',
      './a',
      '../a',
      '//example.com',
      '?q',
      'C:\\Windows',
      '\\\\server\\share',
    ],
    ...[
      'command:workbench.action.quit',
      'COMMAND:x',
      'vscode:extension/evil',
      'vscode-insiders://x',
      'vscode-webview://x/y',
    ],
    ...[
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      '\u0001javascript:alert(1)',
      'java\nscript:alert(1)',
    ],
    ...[
      'java\tscript:alert(1)',
      'vbscript:msgbox(1)',
      'data:text/html,<script>alert(1)</script>',
      'data:image/svg+xml,<svg/>',
    ],
    ...[
      'file:///etc/passwd',
      'ftp://example.com',
      'ws://example.com',
      'blob:https://example.com/1',
      'about:blank',
      'tel:1',
    ],
    ...[
      'view-source:https://example.com',
      'filesystem:https://example.com/',
      'intent://x',
      'ms-word:ofe|u|x',
      'javascript&colon;x',
    ],
    ...[
      'https:example.com',
      'https:/example.com',
      'http://',
      'https://[',
      ' https://example.com',
      'mailto',
      'x-https://e.com',
    ],
  ];

  it('go to the web or to a mail address, written in full', () => {
    assert.deepEqual(
      allowed.filter(url => !isAllowedLink(url)),
      [],
    );
  });

  it('never run a command or a script, open a file, or lead to a place on the page', () => {
    assert.deepEqual(refused.filter(isAllowedLink), []);
  });
});
