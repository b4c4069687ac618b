import { lowerFirst } from '../text/sentence';
import { syntaxRepairs } from '../edits/repair/repairSyntax';
import type { RevisionFile } from '../project/environmentSnapshot';
import { hasConflictMarkers } from '../python/conflictMarkers';
import type { TextRange } from '../text/textRange';
import { excludeIfUnreferenced } from './support/excludeUnreferencedFile';
import { restoreCommitted, restoreMerged } from './support/gitFixes';
import type { Rule, RuleContext, RuleFinding } from './engine/rule';

/**
 * A file that Python can't parse, which stops Alembic, for it imports every file. Problems at module level
 * are found by reading the file; those inside of functions by the parser of the whole language, after it has
 * run.
 */
export const invalidSyntax: Rule = {
  id: 'invalid-syntax',
  defaultSeverity: 'error',
  summary: 'A revision file is not valid Python.',
  needsSyntax: true,
  suspects: () => (file) => file.reading.problems.length > 0,
  *check(context) {
    for (const file of context.suspects) {
      // A conflict is a finding of its own, and whatever else is wrong may be one side of it.
      if (hasConflictMarkers(file.reading)) continue;
      const text = file.readText();
      if (text === undefined) continue;
      for (const problem of file.reading.problems)
        yield invalid(context, file, problem.message, problem.range, syntaxRepairs(file.path, text, problem));
    }
    for (const [path, { message, range, isUnchecked }] of context.syntax ?? []) {
      const file = context.snapshot.filesByPath.get(path);
      if (!file || file.reading.problems.length > 0) continue;
      if (isUnchecked) {
        yield unchecked(file, message, range);
        continue;
      }
      yield invalid(context, file, `${message.replaceAll(quoted, '‘$1’')}; correct it.`, range, []);
    }
  },
};

function unchecked(file: RevisionFile, why: string, range: TextRange): RuleFinding {
  return {
    severity: 'information',
    message: `The syntax of this file is not checked, since ${why}: simplify it, or check it with Python.`,
    file: file.path,
    range,
    related: [],
    fixes: [],
  };
}

const quoted = /`([^`]+)`/g;

function invalid(
  { snapshot, git }: RuleContext,
  file: RevisionFile,
  message: string,
  range: TextRange,
  repairs: RuleFinding['fixes'],
): RuleFinding {
  return {
    message: `Python can't load this file, so every Alembic command fails: ${lowerFirst(message)}`,
    file: file.path,
    range,
    related: [],
    fixes: [
      ...repairs,
      ...restoreMerged(git, file),
      ...restoreCommitted(git, file),
      ...excludeIfUnreferenced(snapshot, file),
    ],
  };
}
