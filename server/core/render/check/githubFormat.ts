import { visibleText } from '../../text/visibleText';
import type { CheckReport } from './checkReport';

const words = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Annotations of GitHub Actions, one a line, and the closing line. */
export function githubFormat({ findings, summary }: CheckReport): string {
  const lines = findings.map(({ code, severity, message, file, range: { start, end } }) => {
    const places = {
      file,
      line: start.line + 1,
      endLine: end.line + 1,
      // Columns are taken only within one line.
      ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
      title: code,
    };
    const properties = Object.entries(places).map(
      ([name, value]) => `${name}=${escapedProperty(String(value))}`,
    );
    return `::${words[severity]} ${properties.join(',')}::${escaped(visibleText(message))}`;
  });
  return [...lines, summary].map((line) => `${line}\n`).join('');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
