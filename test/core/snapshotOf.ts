import type { AlembicConfiguration } from '../../server/core/config/alembicConfiguration';
import type { EnvironmentSnapshot, RevisionFile } from '../../server/core/project/environmentSnapshot';
import { readRevisionFile } from '../../server/core/python/readRevisionFile';
import type { RevisionFileReading, StaticValue } from '../../server/core/python/revisionFile';
import { buildRevisionMap } from '../../server/core/revision/buildRevisionMap';
import type { FixtureFile } from './fixtureText';

export function snapshotOf(
  files: readonly FixtureFile[],
  over: Partial<AlembicConfiguration> = {},
): EnvironmentSnapshot {
  const own = files.filter((file) => file.path.endsWith('.py')).map(fileOf);
  return {
    environment: {
      key: '/alembic.ini#alembic',
      configuration: {
        configFile: '/alembic.ini',
        section: 'alembic',
        scriptLocation: '/',
        scriptDirectory: '/',
        versionLocations: ['/versions'],
        recursiveVersionLocations: false,
        sourceless: false,
        fileTemplate: '%(rev)s_%(slug)s',
        truncateSlugLength: 40,
        timezone: undefined,
        outputEncoding: 'utf-8',
        workingDirectory: '/',
        explanations: [],
        problems: [],
        ...over,
      },
    },
    generation: 1,
    files: own,
    filesByPath: new Map(own.map((file) => [file.path, file])),
    map: buildRevisionMap(own.flatMap((file) => file.script ?? [])),
  };
}

function fileOf({ path, text }: FixtureFile): RevisionFile {
  const reading = readRevisionFile(text);
  const names = ['revision', 'down_revision', 'branch_labels', 'depends_on'] as const;
  const strings = (value: StaticValue | undefined): string[] =>
    value?.kind === 'string' ? [value.value] : value?.kind === 'sequence' ? value.items.flatMap(strings) : [];
  const isDynamic = (value: StaticValue | undefined): boolean =>
    value?.kind === 'dynamic' || (value?.kind === 'sequence' && value.items.some(isDynamic));
  const id = idOf(reading, path);
  return {
    path,
    text,
    reading,
    dynamic: names.filter((name) => isDynamic(reading.header[name]?.value)),
    script:
      id === undefined
        ? undefined
        : {
            id,
            downRevisions: strings(reading.header.down_revision?.value),
            dependsOn: strings(reading.header.depends_on?.value),
            branchLabels: strings(reading.header.branch_labels?.value),
            message: reading.message,
            hasUpgrade: reading.upgrade !== undefined,
            hasDowngrade: reading.downgrade !== undefined,
            file: path,
          },
  };
}

function idOf(reading: RevisionFileReading, path: string): string | undefined {
  const value = reading.header.revision?.value;
  if (value) return value.kind === 'string' ? value.value : undefined;
  return /\/([a-f0-9]+)\.py$/.exec(path)?.[1];
}
