import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** A page of ours: a script, a style sheet and nothing else, neither inline nor from elsewhere. */
export interface WebviewPage {
  /** Names the bundle, `dist/webview/NAME.js` and `.css`. */
  readonly name: string;
  readonly title: string;
}

/** Where the bundles of pages lie. */
export function webviewFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** The document of a page. All that it shows comes later, as messages, and is written as text. */
export function webviewDocument(webview: vscode.Webview, extension: vscode.Uri, page: WebviewPage): string {
  const nonce = randomBytes(16).toString('base64url');
  const of = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extension), name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; img-src data:`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="stylesheet" href="${of(`${page.name}.css`)}">
</head>
<body>
<script nonce="${nonce}" src="${of(`${page.name}.js`)}"></script>
</body>
</html>
`;
}
