import * as vscode from 'vscode';
import { iconsAsText } from './shownText';
import { shownLines, shownText } from './shownText';

/**
 * Markdown of a tooltip. What is not ours is added by `text` and `code`, where it reads as it is written: no
 * link, picture, icon or HTML of it works.
 */
export class Markdown {
  readonly value: vscode.MarkdownString;

  constructor() {
    this.value = new vscode.MarkdownString(undefined, true);
    this.value.isTrusted = false;
    this.value.supportHtml = false;
  }

  /** Markdown of ours, with `$(name)` for an icon. */
  ours(markdown: string): this {
    this.value.appendMarkdown(markdown);
    return this;
  }

  /** Text of anybody's. */
  text(text: string): this {
    this.value.appendMarkdown(escaped(text));
    return this;
  }

  /** Names and ids of anybody's, each in the letters of code. */
  code(...names: readonly string[]): this {
    this.value.appendMarkdown(names.map(codeSpan).join(', '));
    return this;
  }

  /** Lines of anybody's code. */
  block(code: string, language: string): this {
    this.value.appendCodeblock(iconsAsText(shownLines(code)), language);
    return this;
  }
}

function escaped(text: string): string {
  return iconsAsText(shownText(text)).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/**
 * Fenced by more backticks than the text has in a row; a blank on both sides keeps those at its ends apart.
 */
function codeSpan(text: string): string {
  const shown = iconsAsText(shownText(text));
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || /^ .* $/.test(shown) ? ' ' : '';
  return shown === '' ? '' : `${fence}${pad}${shown}${pad}${fence}`;
}
