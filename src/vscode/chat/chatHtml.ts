import * as vscode from 'vscode';

/** The page's document. Everything in it comes from the build; what models and users write arrives by message, as text. */
export function chatHtml(webview: vscode.Webview, distUri: vscode.Uri, nonce: string): string {
  const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(distUri, file)).toString();
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(webview.cspSource, nonce)}">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri('page.css')}">
<title>Endpoint Chat</title>
</head>
<body>
<div id="app"${translationsAttribute(vscode.l10n.bundle)}></div>
<script nonce="${nonce}" src="${uri('page.js')}"></script>
</body>
</html>`;
}

/** The words of the user's language for the page, which has no other way to them. */
export function translationsAttribute(bundle: Readonly<Record<string, unknown>> | undefined): string {
  return bundle ? ` data-translations="${escapeAttribute(JSON.stringify(bundle))}"` : '';
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Nothing loads but the page's own script and style: an answer can reach no server, whatever it holds. */
export function contentSecurityPolicy(cspSource: string, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    "connect-src 'none'",
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}
