import type { DetailedFinding } from '../findings/detailedFinding';
import type { SchemaDifference } from '../schema/schemaDiff';
import { codeSpan } from './codeSpan';
import { differenceText } from './schemaText';

/** What a review shows; the shape of the JSON answer. */
interface Review {
  readonly base: string | null;
  readonly heads: readonly string[];
  readonly unknown?: string;
  readonly revisions: readonly { readonly id: string; readonly message: string; readonly file: string }[];
  readonly schemaDiff: readonly SchemaDifference[];
  readonly unknownPlaces: readonly { readonly file: string; readonly line: number; readonly what: string }[];
  readonly findings: readonly Pick<
    DetailedFinding,
    'code' | 'severity' | 'message' | 'file' | 'range' | 'url'
  >[];
  readonly conflicts: readonly {
    readonly what: string;
    readonly left: { readonly file: string; readonly line: number };
    readonly right: { readonly file: string; readonly line: number };
  }[];
}

/** The most lines of one list. */
const mostLines = 100;

/** A review of one environment as Markdown, for a comment on a pull request. */
export function reviewMarkdown(name: string, review: Review): string {
  const { base, heads, unknown, revisions, schemaDiff, unknownPlaces, findings, conflicts } = review;
  const compared = base === null ? 'nothing to compare with' : `compared with ${codeSpan(base)}`;
  return [
    `### Migrations of ${codeSpan(name)}, ${compared}`,
    '',
    `Heads: ${heads.map(codeSpan).join(', ') || 'none'}${unknown === undefined ? '' : `; ${codeSpan(unknown)}`}`,
    ...list(
      'New revisions',
      revisions.map(({ id, message, file }) => `${codeSpan(id)} ${codeSpan(message)} in ${codeSpan(file)}`),
    ),
    ...list(
      'Changes of the schema',
      schemaDiff.map((each) => codeSpan(differenceText(each))),
    ),
    ...list(
      'Not read, so the schema may be another',
      unknownPlaces.map(({ file, line, what }) => `${codeSpan(`${file}:${String(line)}`)} ${codeSpan(what)}`),
    ),
    ...list(
      'Findings',
      findings.map(
        ({ code, severity, message, file, range, url }) =>
          `${severity} [${code}](${url}) in ${codeSpan(`${file}:${String(range.start.line + 1)}`)}: ${codeSpan(message)}`,
      ),
    ),
    ...list(
      'Changes that do not go together',
      conflicts.map(
        ({ what, left, right }) =>
          `${codeSpan(what)}: ${codeSpan(`${left.file}:${String(left.line)}`)} and ${codeSpan(`${right.file}:${String(right.line)}`)}`,
      ),
    ),
    '',
  ].join('\n');
}

function list(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - mostLines;
  return [
    '',
    `**${title}**`,
    '',
    ...lines.slice(0, mostLines).map((line) => `- ${line}`),
    ...(rest > 0 ? [`- and ${String(rest)} more`] : []),
  ];
}
