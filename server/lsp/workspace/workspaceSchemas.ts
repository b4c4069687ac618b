import { joinPath } from '../../core/files/paths';
import { TextMemory } from '../../core/files/textMemory';
import type { Model } from '../../core/models/modelsInSource';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { ProjectDialect } from '../../core/schema/projectDialect';
import { ConflictMemory } from '../../core/schema/forks';
import { projectDialect } from '../../core/schema/projectDialect';
import { SchemaMemory } from '../../core/schema/schemaAt';
import { TouchMemory } from '../../core/schema/touchMemory';
import type { ConfigFiles } from '../../core/workbenchConfig/configLookup';

/** What was replayed of each environment, worked out where somebody asks. */
export class WorkspaceSchemas {
  /** The conflicts of branches that were compared. */
  readonly conflicts = new ConflictMemory();
  /** The models that were looked for. */
  readonly models = new TextMemory<readonly Model[]>();
  readonly #files: ConfigFiles;
  readonly #memories = new Map<string, SchemaMemory>();
  readonly #dialects = new WeakMap<
    EnvironmentSnapshot,
    { readonly dialect: ProjectDialect; readonly stamp: string }
  >();

  constructor(files: ConfigFiles) {
    this.#files = files;
  }

  memoryOf({ environment }: EnvironmentSnapshot): SchemaMemory {
    let memory = this.#memories.get(environment.key);
    if (!memory) this.#memories.set(environment.key, (memory = new SchemaMemory(new TouchMemory())));
    return memory;
  }

  /** The memory of an environment of which something was replayed already. */
  knownMemoryOf({ environment }: EnvironmentSnapshot): SchemaMemory | undefined {
    return this.#memories.get(environment.key);
  }

  dialectOf(snapshot: EnvironmentSnapshot): ProjectDialect {
    const { configuration } = snapshot.environment;
    const { configFile, scriptDirectory } = configuration;
    const told = [configFile ?? '', joinPath(scriptDirectory, 'env.py')];
    const stamp = told.map((path) => this.#files.version(path)).join();
    const known = this.#dialects.get(snapshot);
    if (known?.stamp === stamp) return known.dialect;
    const dialect = projectDialect(this.#files, configuration, snapshot.files);
    this.#dialects.set(snapshot, { dialect, stamp });
    return dialect;
  }
}
