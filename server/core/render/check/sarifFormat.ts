import type { CheckFinding, CheckReport } from './checkReport';
import { pageOfRule } from './checkReport';

const levels = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
  off: 'none',
} as const;

/** SARIF 2.1.0, with a stable fingerprint for each result. */
export function sarifFormat({ findings, rules, version }: CheckReport): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const run = {
    tool: {
      driver: {
        name: 'alembic-ls',
        informationUri: 'https://github.com/alembic-workbench/alembic-workbench',
        version,
        rules: rules.map(({ id, severity, summary }) => ({
          id,
          shortDescription: { text: summary },
          helpUri: pageOfRule(id),
          help: { text: `${summary} "alembic-ls explain ${id}" tells more.` },
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

function resultOf(
  { code, severity, message, file, range: { start, end }, fingerprint }: CheckFinding,
  ruleIndex: number | undefined,
): object {
  return {
    ruleId: code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriReference(file) },
          region: {
            startLine: start.line + 1,
            startColumn: start.character + 1,
            endLine: end.line + 1,
            endColumn: end.character + 1,
          },
        },
      },
    ],
    partialFingerprints: { 'alembicFinding/v1': fingerprint },
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
