import { ModuleMemory } from '../../server/core/models/moduleMemory';
import { tablesSeen } from '../../server/core/models/unseenModels';
import { finish } from '../../server/core/text/finish';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';

/** What the walk of imports says that the env.py of a script directory sees. */
export function seenByWalk(scriptDirectory: string, root: string, others: readonly string[]): unknown {
  const scope = { scriptDirectory, versionLocations: [`${scriptDirectory}/versions`], root, others };
  const { unknown, incomplete, tables, unseen } = finish(
    tablesSeen(nodeFileSystem, scope, new ModuleMemory()),
  );
  return {
    unknown,
    incomplete,
    tables: [...tables],
    unseen: unseen.map(
      ({ table, module, otherBase }) =>
        `${table} (${module}${otherBase ? `, on ${otherBase.name} of ${otherBase.file}` : ''})`,
    ),
  };
}
