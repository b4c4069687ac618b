import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sharedFolder } from '../../fixtures/projectRoot';

/** An environment of a real project, as files whose headers say what the real ones say. */
export interface RealEnvironment {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly versionLocations: readonly string[];
  readonly recursiveVersionLocations: boolean;
  readonly fileTemplate: string;
}

type Names = string | readonly string[] | null;

interface RevisionRecord {
  readonly file: string;
  readonly message: string | null;
  readonly revision: string;
  readonly down_revision: Names;
  readonly branch_labels: Names;
  readonly depends_on: Names;
  readonly has_upgrade: boolean;
  readonly has_downgrade: boolean;
  readonly notes?: readonly string[];
  readonly nonliteral?: Readonly<Record<string, unknown>>;
}

interface EnvironmentRecord {
  readonly id: string;
  readonly config: {
    readonly resolved_version_locations: readonly string[] | null;
    readonly resolved_script_location: string;
    readonly recursive_version_locations: boolean;
    readonly file_template: string | null;
  };
  readonly revisions: readonly RevisionRecord[];
}

/** The recorded environments; undefined where there is no recording. */
export function readRealEnvironments(): readonly RealEnvironment[] | undefined {
  const folder = `${sharedFolder}/corpus`;
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const project = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as {
        readonly environments: readonly EnvironmentRecord[];
      };
      return project.environments.map((environment) => environmentOf(name.slice(0, -5), environment));
    });
}

function environmentOf(project: string, { id, config, revisions }: EnvironmentRecord): RealEnvironment {
  const locations = config.resolved_version_locations ?? [`${config.resolved_script_location}/versions`];
  return {
    name: `${project} ${id}`,
    files: revisions.map((revision) => ({ path: `/${revision.file}`, text: textOf(revision) })),
    versionLocations: locations.map((location) => `/${location}`),
    recursiveVersionLocations: config.recursive_version_locations,
    fileTemplate: (config.file_template ?? '%%(rev)s_%%(slug)s').replaceAll('%%', '%'),
  };
}

/** A file that says the same; a docstring that the record calls wrong names another id. */
function textOf(revision: RevisionRecord): string {
  const has = (note: string) => revision.notes?.some((each) => each.startsWith(note)) ?? false;
  const parents =
    typeof revision.down_revision === 'string' ? [revision.down_revision] : (revision.down_revision ?? []);
  const lines = [
    `"""${(revision.message ?? '').replaceAll('\\', ' ').replaceAll('"', "'")}`,
    '',
    `Revision ID: ${has('docstring "Revision ID"') ? 'stale' : revision.revision}`,
    `Revises: ${has('docstring "Revises"') ? 'stale' : parents.join(', ')}`,
    '',
    '"""',
  ];
  for (const name of ['revision', 'down_revision', 'branch_labels', 'depends_on'] as const) {
    lines.push(`${name} = ${revision.nonliteral?.[name] ? '(elsewhere.NAME,)' : pythonOf(revision[name])}`);
  }
  if (revision.has_upgrade) lines.push('', '', 'def upgrade():', '    pass');
  if (revision.has_downgrade) lines.push('', '', 'def downgrade():', '    pass');
  return `${lines.join('\n')}\n`;
}

function pythonOf(value: Names): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return JSON.stringify(value);
  return value.length === 0 ? '()' : `(${value.map((each) => JSON.stringify(each)).join(', ')},)`;
}
