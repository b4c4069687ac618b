/** Versions, numbers and settings for a report: nothing that names the project. */
export interface IssueFacts {
  /** Names and versions, such as `VS Code` and `1.101.0`. */
  readonly versions: readonly (readonly [name: string, version: string])[];
  readonly environments: readonly IssueEnvironment[];
  /** Settings of ours that are not as they were delivered. */
  readonly settings: readonly (readonly [name: string, value: unknown])[];
}

/** An environment as numbers. */
export interface IssueEnvironment {
  readonly revisions: number;
  readonly heads: number;
  readonly databases: readonly string[];
  readonly python: string | undefined;
}

/** Settings whose values are no one's secret and name nothing of the project. */
const told = new Set([
  'rules',
  'pendingMessage',
  'codeLens',
  'confirm',
  'readDatabase',
  'readDatabaseEvery',
  'trace.server',
]);

/** The text of a report, to be completed by a person. Of settings that may hold secrets the names alone. */
export function issueText({ versions, environments, settings }: IssueFacts): string {
  return [
    'What I did:',
    '',
    'What I expected:',
    '',
    'What happened instead:',
    '',
    '---',
    ...versions.map(([name, version]) => `- ${name}: ${version}`),
    ...environments.map(
      ({ revisions, heads, databases, python }, index) =>
        `- Environment ${index + 1}: ${revisions} revisions, ${heads} heads, database ${databases.join(', ') || 'not asked'}, ${python ?? 'Python not looked for'}`,
    ),
    ...settings.map(([name, value]) => `- alembicWorkbench.${name}: ${shownValue(name, value)}`),
    '',
  ].join('\n');
}

function shownValue(name: string, value: unknown): string {
  if (told.has(name)) return JSON.stringify(value);
  if (Array.isArray(value)) return `${value.length} values (***)`;
  if (typeof value === 'object' && value !== null) return `${Object.keys(value).length} entries (***)`;
  return '***';
}
