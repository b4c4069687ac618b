import { ModelMemory } from '../../core/models/findModels';
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
  readonly models = new ModelMemory();
  readonly #files: ConfigFiles;
  readonly #memories = new Map<string, SchemaMemory>();
  readonly #dialects = new WeakMap<EnvironmentSnapshot, ProjectDialect>();

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
    let dialect = this.#dialects.get(snapshot);
    if (!dialect) {
      dialect = projectDialect(this.#files, snapshot.environment.configuration, snapshot.files);
      this.#dialects.set(snapshot, dialect);
    }
    return dialect;
  }
}
