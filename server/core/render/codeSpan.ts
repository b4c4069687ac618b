import { visibleText } from '../text/visibleText';

/** Foreign text as code of Markdown: it names nobody, links nowhere and formats nothing. */
export function codeSpan(text: string): string {
  const shown = visibleText(text).replaceAll('\t', ' ').trim();
  if (shown === '') return '` `';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}
