import type { CodeLinesDto } from '../../../../server/protocol/functionBodies';

/** Bodies of `upgrade()` and `downgrade()` as snippets, without indentation. */
export interface SnippetBodies {
  readonly upgrade: string | CodeLinesDto;
  readonly downgrade: string | CodeLinesDto;
}

/** The snippet that takes the place of both bodies in a file, with what stands between them there. */
export function composeSnippet({ upgrade, downgrade }: SnippetBodies, between: string): string {
  const escaped = between.replace(/[\\$}]/g, '\\$&');
  return `${indent(upgrade)}${escaped}${indent(downgrade)}`;
}

function indent(body: string | CodeLinesDto): string {
  const { text, verbatim } = typeof body === 'string' ? { text: body, verbatim: [] } : body;
  return text
    .split('\n')
    .map((line, index) => (line === '' || verbatim.includes(index) ? line : `    ${line}`))
    .join('\n');
}
