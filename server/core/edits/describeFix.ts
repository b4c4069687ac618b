import { baseName } from './pathParts';
import type { FixSpecification } from '../findings/fixSpecification';

/** What a way out is called in a menu, also where it can't be carried out. */
export function describeFix(fix: FixSpecification): string {
  switch (fix.kind) {
    case 'change-reference':
      return `Change to '${fix.to}'`;
    case 'remove-reference':
      return `Remove '${fix.name}' from ${fix.variable}`;
    case 'drop-repeated-reference':
      return `Name '${fix.name}' only once`;
    case 'break-cycle':
      return `Break the cycle here: remove '${fix.name}' from ${fix.variable} of ${baseName(fix.file)}`;
    case 'create-merge':
      return `Create a merge revision of ${listOf(fix.revisions)}`;
    case 'reparent':
      return fix.parents.length === 0 ? 'Make this revision a base' : `Re-parent onto ${listOf(fix.parents)}`;
    case 'change-revision-id':
      return fix.to === undefined ? 'Generate a new revision id' : `Rename the revision to '${fix.to}'`;
    case 'sync-docstring':
      return 'Make the docstring say what the code says';
    case 'rename-file':
      return 'Rename the file to the template';
    case 'rebase':
      return fix.revisions.length === 1
        ? `Move ${listOf(fix.revisions)} onto ${fix.onto}`
        : `Move ${fix.revisions.length} revisions onto ${fix.onto}`;
    case 'import-revision': {
      const ref = fix.ref === 'HEAD' ? 'the last commit' : fix.ref;
      return fix.wasHere ? `Restore ${baseName(fix.file)} from ${ref}` : `Import '${fix.id}' from ${ref}`;
    }
    case 'find-revision':
      return `Look for '${fix.id}' in all of Git's history and import it`;
    case 'restore-merged':
      return fix.ref === 'HEAD'
        ? 'Put back the version of the last commit'
        : `Put back the version that ${fix.ref} has merged`;
    case 'move-change':
      return `Move the change into a new revision after '${fix.onto}'`;
    case 'import-and-rebase':
      return `Import '${fix.onto}' from ${fix.ref} and move ${
        fix.revisions.length === 1 ? `'${fix.revisions[0] ?? ''}'` : `${fix.revisions.length} revisions`
      } on top of it`;
    case 'write-header':
      return `Write ${describeHeader(fix)}`;
    case 'add-function':
      return fix.body === 'raise'
        ? `Add a ${fix.name}() that says there is no way back`
        : `Add an empty ${fix.name}()`;
    case 'rename-function':
      return `Rename ${fix.from}() to ${fix.to}()`;
    case 'mend-syntax':
      return describeMend(fix);
    case 'resolve-conflict': {
      if (fix.keep === 'both') return 'Keep both: theirs in a file of its own, after ours';
      const side = fix.label === '' ? `Keep ${fix.keep}` : `Keep ${fix.keep} (${fix.label})`;
      return fix.says === undefined ? side : `${side}: ${fix.says}`;
    }
    case 'move-out':
      return `Move ${baseName(fix.file)} out of the revisions, beside env.py`;
    case 'set-aside':
      return `Set ${baseName(fix.file)} aside, so that Alembic does not load it`;
    case 'edit-config':
      return fix.title;
    case 'edit-ignore':
      if (fix.to !== undefined) return `Change to '${fix.to}'`;
      return fix.rule === undefined ? 'Remove the comment' : `Remove '${fix.rule}' from the comment`;
    case 'disable-rule':
      return `Disable ${fix.rule} for this ${fix.scope}`;
  }
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[]): string {
  const last = items[items.length - 1] ?? '';
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${last}` : last;
}

function describeHeader({ revision, names }: Extract<FixSpecification, { kind: 'write-header' }>): string {
  const lines = [
    ...(revision === undefined
      ? []
      : [revision === 'new' ? 'a new revision id' : `revision = '${revision.id}'`]),
    ...Object.entries(names ?? {}).map(([variable, values]) => {
      const quoted = values.map((value) => `'${value}'`);
      return `${variable} = ${quoted.length > 1 ? `(${quoted.join(', ')})` : (quoted[0] ?? 'None')}`;
    }),
  ];
  return lines.join(' and ');
}

function describeMend({
  oldText,
  newText,
  line,
}: Extract<FixSpecification, { kind: 'mend-syntax' }>): string {
  const added = newText.trim();
  if (added === '#') return `Comment out line ${line}`;
  const lines = newText.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines[0]?.startsWith('# ') && !oldText.startsWith('# '))
    return `Comment out lines ${line} to ${line + lines.length - 1}`;
  if (added === ':' && oldText === '') return `Add the missing : on line ${line}`;
  if (added === '') return `Remove ${oldText} on line ${line}`;
  return oldText === ''
    ? `Close it with ${added} on line ${line}`
    : `Change ${oldText} to ${added} on line ${line}`;
}
