import { databasePosition } from '../../core/history/databasePosition';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import type { AppliedFacts, AppliedVersion } from '../../core/rules/engine/ruleFacts';
import { readFilesForFix } from '../../disk/git/filesForFix';
import type { WorkspaceGit } from './workspaceGit';
import type { WorkspaceIndex } from './workspaceIndex';

/** The most revisions of an environment whose texts are kept, the newest. */
const mostTexts = 300;

/** The most files whose text in the last commit is read. */
const mostCommitted = 20;

/** The parts of a session that remembering applied revisions needs. */
export interface AppliedHost {
  readonly index: WorkspaceIndex;
  readonly git: WorkspaceGit | undefined;
}

/** What the databases that were asked have run, with the texts of then. Nothing is asked here. */
export class AppliedRevisions {
  readonly #host: AppliedHost;
  /** By the key of the environment; also those of databases that are not known any more. */
  readonly #versions = new Map<string, AppliedFacts>();
  readonly #known = new Set<string>();

  constructor(host: AppliedHost) {
    this.#host = host;
  }

  /** The very same object while that is the same. */
  of({ environment }: EnvironmentSnapshot): AppliedFacts | undefined {
    return this.#known.has(environment.key) ? this.#versions.get(environment.key) : undefined;
  }

  /** Remembers where databases stand: their rows, or null where that is not known any more. */
  async note(key: string, databases: readonly (readonly string[])[] | null): Promise<void> {
    if (databases === null) {
      if (this.#known.delete(key)) this.#host.index.noteFacts();
      return;
    }
    const { environments } = await this.#host.index.settled();
    const indexed = environments.get(key);
    if (!indexed) return;
    const { snapshot, facts } = indexed;
    const applied = databases.flatMap((rows) => databasePosition(snapshot.map, rows).applied);
    const before = this.#versions.get(key);
    const versions = new Map<string, AppliedVersion>();
    const files = new Map(snapshot.files.flatMap((file) => (file.script ? [[file.script.id, file]] : [])));
    const doubtful: (readonly [string, RevisionFile])[] = [];
    for (const id of [...new Set(applied)].slice(-mostTexts)) {
      const file = files.get(id);
      const version = before?.get(id) ?? (file && present(file));
      if (version) versions.set(id, version);
      // What was run while this was watched is what stands there; else the last commit has a say.
      if (file && !before && facts.git?.changedFiles?.has(file.path)) doubtful.push([id, file]);
    }
    for (const [id, file] of doubtful.slice(-mostCommitted)) {
      const version = await this.#committed(snapshot, file);
      if (version && version.text !== versions.get(id)?.text) versions.set(id, version);
    }
    this.#known.add(key);
    this.#versions.set(key, versions);
    this.#host.index.noteFacts();
  }

  async #committed(
    snapshot: EnvironmentSnapshot,
    { path }: RevisionFile,
  ): Promise<AppliedVersion | undefined> {
    const { git } = this.#host;
    const need = { kind: 'file', commit: 'HEAD', path } as const;
    const found = git ? await readFilesForFix(git.reader, snapshot, need) : undefined;
    const text = found?.ok === true ? found.files[0]?.text : undefined;
    return text === undefined ? undefined : { text, isCommitted: true };
  }
}

function present(file: RevisionFile): AppliedVersion | undefined {
  const text = file.readText();
  return text === undefined ? undefined : { text, isCommitted: false };
}
