import { isWithin } from '../files/paths';
import type { Rule } from './engine/rule';
import { rangeOfRevisionId } from './support/headerStrings';

/**
 * Git ignores a revision file, so that it is in no commit: this database gets the migration, and every other
 * one lacks it. Where Git has none of the revisions beside it, they are meant to stay out.
 */
export const revisionNotInGit: Rule = {
  id: 'revision-not-in-git',
  defaultSeverity: 'warning',
  summary: 'Git ignores a revision file, so that nobody else gets it.',
  needsGit: true,
  *check({ snapshot, git }) {
    const locations = snapshot.environment.configuration.versionLocations;
    for (const [path, { source, line, pattern }] of git?.ignored ?? []) {
      const file = snapshot.filesByPath.get(path);
      const isBeside = (other: string): boolean =>
        locations.some((location) => isWithin(path, location) && isWithin(other, location));
      if (!file?.script || ![...(git?.mergeBase.files.keys() ?? [])].some(isBeside)) continue;
      yield {
        message: `Git ignores this file ('${pattern}', line ${String(line)} of ${source}), so nobody else gets '${file.script.id}': change the pattern, or add the file with 'git add --force'.`,
        file: path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [],
      };
    }
  },
};
