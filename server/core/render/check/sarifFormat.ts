import type { CheckFinding, FixEdits, PlaceRange } from '../../findings/detailedFinding';
import { rulePageOf } from '../../findings/rulePage';
import type { CheckReport } from './checkReport';

const levels = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
  off: 'none',
} as const;

/** SARIF 2.1.0, with a stable fingerprint for each result. */
export function sarifFormat({ findings, rules, pages, version }: CheckReport): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const mentioned = new Set(findings.map(({ code }) => code));
  const run = {
    tool: {
      driver: {
        name: 'alembic-ls',
        informationUri: 'https://github.com/alembic-workbench/alembic-workbench',
        version,
        rules: rules.map(({ id, severity, summary }) => ({
          id,
          shortDescription: { text: summary },
          helpUri: rulePageOf(id, version),
          help: helpOf(id, summary, mentioned.has(id) ? pages.get(id) : undefined),
          defaultConfiguration: {
            enabled: severity !== 'off',
            level: levels[severity as keyof typeof levels],
          },
        })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => resultOf(finding, indexes.get(finding.code))),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** The page is there for rules that found something, so that a report stays small. */
function helpOf(id: string, summary: string, page: string | undefined): object {
  const text = `${summary} "alembic-ls explain ${id}" tells more.`;
  return page === undefined ? { text } : { text, markdown: page };
}

function resultOf(finding: CheckFinding, ruleIndex: number | undefined): object {
  const { code, severity, message, file, range, fingerprint, related, edits, silencedBy } = finding;
  return {
    ruleId: code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: placeOf(file, range) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((place, index) => ({
        id: index + 1,
        physicalLocation: placeOf(place.file, place.range),
        message: { text: place.message },
      })),
    }),
    partialFingerprints: { 'alembicFinding/v1': fingerprint },
    ...(edits.length > 0 && { fixes: edits.map(fixOf) }),
    // Always there, because some results have one: without it a result would count as not judged.
    suppressions: silencedBy === undefined ? [] : [suppressionOf(silencedBy)],
  };
}

function suppressionOf(by: NonNullable<CheckFinding['silencedBy']>): object {
  const reasons = {
    comment: 'A comment in the file ignores it.',
    configuration: 'The configuration ignores it for this revision.',
    baseline: 'The baseline knows it.',
  } as const;
  return { kind: by === 'comment' ? 'inSource' : 'external', justification: reasons[by] };
}

function fixOf({ title, files }: FixEdits): object {
  return {
    description: { text: title },
    artifactChanges: files.map(({ file, replacements }) => ({
      artifactLocation: { uri: uriReference(file) },
      replacements: replacements.map(({ range, text }) => ({
        deletedRegion: regionOf(range),
        insertedContent: { text },
      })),
    })),
  };
}

function placeOf(file: string, range: PlaceRange): object {
  return { artifactLocation: { uri: uriReference(file) }, region: regionOf(range) };
}

function regionOf({ start, end }: PlaceRange): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A path as a reference relative to the root of the sources, or as a file's URI. */
function uriReference(path: string): string {
  const encoded = path.split('/').map(encodePart).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:/.test(path) ? `file:///${encoded}` : encoded;
}

/** Lone surrogates, which no URI can hold, are replaced. */
function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\uFFFD'));
}
