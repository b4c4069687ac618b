import type { FileSystem } from '../files/fileSystem';
import { isWithin } from '../files/paths';
import { modelsInSource } from '../models/modelsInSource';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';

/** What a commit takes and what it leaves in the working tree, by absolute path. */
export interface StagedFiles {
  readonly staged: ReadonlyMap<string, 'added' | 'changed'>;
  readonly left: ReadonlyMap<string, 'added' | 'changed'>;
}

/** A model and a new revision of its table, one of which is committed without the other. */
export interface CommittedApart {
  readonly staged: string;
  readonly left: string;
  readonly leftIs: 'revision' | 'model';
  readonly table: string;
}

/** The most files of models that are read. */
const mostFiles = 200;

/** New revisions that a commit takes without the models of their tables, and the reverse. */
export function* committedApart(
  fileSystem: FileSystem,
  snapshot: EnvironmentSnapshot,
  { staged, left }: StagedFiles,
): Generator<CommittedApart> {
  const { versionLocations, scriptDirectory } = snapshot.environment.configuration;
  const isOwn = (path: string): boolean =>
    isWithin(path, scriptDirectory) || versionLocations.some((location) => isWithin(path, location));
  const newRevisions = (files: StagedFiles['staged']): readonly string[] =>
    [...files].flatMap(([path, change]) =>
      change === 'added' && snapshot.filesByPath.get(path)?.script ? [path] : [],
    );
  const models = (files: StagedFiles['staged']): readonly string[] =>
    [...files.keys()].filter((path) => path.endsWith('.py') && !isOwn(path)).slice(0, mostFiles);
  const tableOfBoth = (revision: string, model: string): string | undefined => {
    const text = snapshot.filesByPath.get(revision)?.readText() ?? '';
    const tables = modelsInSource(fileSystem.readText(model) ?? '').map(({ table }) => table);
    return tables.find((table) => text.includes(`'${table}'`) || text.includes(`"${table}"`));
  };
  for (const revision of newRevisions(left))
    for (const model of models(staged)) {
      const table = tableOfBoth(revision, model);
      if (table !== undefined) yield { staged: model, left: revision, leftIs: 'revision', table };
    }
  for (const revision of newRevisions(staged))
    for (const model of models(left)) {
      if (staged.has(model)) continue;
      const table = tableOfBoth(revision, model);
      if (table !== undefined) yield { staged: revision, left: model, leftIs: 'model', table };
    }
}
