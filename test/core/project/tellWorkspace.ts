import { discoverAtOnce } from '../../../server/core/project/discovery/discoverEnvironments';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';

/** The text of a small revision file. */
export function revisionText(id: string, parent: string | null, dependsOn?: string): string {
  const names = `revision = '${id}'\ndown_revision = ${parent === null ? 'None' : `'${parent}'`}\n`;
  const dependency = dependsOn === undefined ? '' : `depends_on = '${dependsOn}'\n`;
  return `${names}${dependency}\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;
}

/**
 * What discovery and all rules say of a workspace in `/w`: a line for each environment with its heads, then
 * one for each finding.
 */
export function tellWorkspace(
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): readonly string[] {
  const fileSystem = new MemoryFileSystem();
  for (const [path, text] of Object.entries(files)) fileSystem.write(`/w/${path}`, text);
  for (const [path, target] of Object.entries(links)) fileSystem.link(`/w/${path}`, target);
  const { environments, problems } = discoverAtOnce(fileSystem, '/w');
  const shown = (path: string): string => path.replaceAll('/w/', '');
  const tell = (
    found: readonly { severity: string; code: string; message: string; file: string }[],
  ): string[] =>
    found.map(({ severity, code, message, file }) => shown(`${file}: ${severity}[${code}] ${message}`));
  return [
    ...tell(problems),
    ...environments.flatMap((environment) => {
      const snapshot = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
      return [
        `${shown(environment.key)} has ${[...snapshot.map.heads].sort().join(' ')}`,
        ...tell(runRules(snapshot, { rules: {} })),
      ];
    }),
  ];
}
