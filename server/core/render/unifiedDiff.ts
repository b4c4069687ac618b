import { formatPatch, structuredPatch } from 'diff';
import type { Change } from '../edits/change';
import { applyTextEdits } from '../text/textEdit';
import { visibleText } from '../text/visibleText';

/**
 * A change as a unified diff that `patch -p1` and `git apply` take: edits, then new files, renames with Git's
 * header. Empty for a change that changes nothing. Texts are those for which the change was made.
 */
export function unifiedDiff(change: Change, shownPath: (path: string) => string): string {
  const renames = new Map(change.renames.map(({ from, to }) => [from, to]));
  const edited = new Map(change.edits.map(({ file, edits }) => [file, edits]));
  const texts = new Map([
    ...change.edits.map(({ file, before }) => [file, before] as const),
    ...change.renames.map(({ from, before }) => [from, before] as const),
  ]);
  const pieces = [...texts].map(([path, before]) => {
    const after = applyTextEdits(before, edited.get(path) ?? []);
    return fileDiff(shownPath(path), shownPath(renames.get(path) ?? path), before, after);
  });
  const created = change.creates.map(({ file, text }) => fileDiff(undefined, shownPath(file), '', text));
  return [...pieces, ...created].join('');
}

function fileDiff(from: string | undefined, to: string, before: string, after: string): string {
  const isRename = from !== undefined && from !== to;
  if (before === after && !isRename && from !== undefined) return '';
  const header = [
    `diff --git ${quoted(`a/${from ?? to}`)} ${quoted(`b/${to}`)}`,
    ...(from === undefined ? ['new file mode 100644'] : []),
    ...(isRename ? [`rename from ${quoted(from)}`, `rename to ${quoted(to)}`] : []),
  ].map((line) => `${line}\n`);
  if (before === after) return header.join('');
  const oldName = from === undefined ? '/dev/null' : quoted(`a/${from}`);
  const patch = structuredPatch(oldName, quoted(`b/${to}`), before, after, undefined, undefined, {
    context: 3,
  });
  return header.join('') + formatPatch(patch).replace(/^(?:Index: [^\n]*\n)?=+\n/, '');
}

/**
 * A name as Git writes it in a patch where it holds what would end its line, or what nobody sees: in quotes,
 * as octal bytes.
 */
function quoted(name: string): string {
  if (visibleText(name) === name && !/["\t]/.test(name)) return name;
  const written = name.replace(/["\\]/g, '\\$&').replace(unseenInName, (character) =>
    encodeURIComponent(character.replace(/\p{Cs}/u, '\ufffd')).replace(/%([\dA-F]{2})/g, (_, hex: string) => {
      return `\\${parseInt(hex, 16).toString(8).padStart(3, '0')}`;
    }),
  );
  return `"${written}"`;
}

const unseenInName = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;
