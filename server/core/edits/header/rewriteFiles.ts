import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { withText } from '../../project/fileWithText';
import type { FileWithText } from '../../project/fileWithText';
import { readRevisionFile } from '../../python/readRevisionFile';
import type { RevisionFileReading } from '../../python/revisionFile';
import type { TextEdit } from '../../text/textEdit';
import { applyTextEdits } from '../../text/textEdit';
import type { Change, ChangeOutcome, FileEdit } from '../change';
import type { FileEdits } from '../fileEdits';
import { namesIn } from './references';
import { fileNameOf } from '../../files/paths';

/** What a file's header says, as far as it is known without running it. */
export interface HeaderValues {
  readonly id: string | undefined;
  readonly parents: readonly string[] | undefined;
  readonly dependencies: readonly string[] | undefined;
  readonly labels: readonly string[] | undefined;
}

/** The edits of one file, and what its header is to say afterwards where that differs from before. */
export interface FileRewrite {
  readonly file: FileWithText;
  readonly edits: readonly FileEdits[];
  readonly promise: Partial<HeaderValues>;
}

/**
 * Puts the rewrites of several files together into one change. Every rewritten file is read again: where it
 * does not say what was promised, or says anything else differently than before, the whole change is refused.
 */
export function rewriteFiles(
  title: string,
  rewrites: readonly FileRewrite[],
  renames: Change['renames'] = [],
): ChangeOutcome {
  const edits: FileEdit[] = [];
  for (const rewrite of rewrites) {
    const own: TextEdit[] = [];
    for (const part of rewrite.edits) {
      if (!part.ok) return part;
      own.push(...part.edits);
    }
    const broken = flawOf(rewrite, own);
    if (broken !== undefined) return { ok: false, reason: broken };
    if (own.length > 0) edits.push({ file: rewrite.file.path, edits: own, before: rewrite.file.text });
  }
  if (edits.length === 0 && renames.length === 0) {
    return { ok: false, reason: 'Everything is already as this would make it; nothing was changed.' };
  }
  return { ok: true, title, change: { edits, creates: [], renames } };
}

/** The file of a path, or the refusal to edit one that is gone. */
export function findFile(
  snapshot: EnvironmentSnapshot,
  path: string,
): { readonly ok: true; readonly file: FileWithText } | { readonly ok: false; readonly reason: string } {
  const known = snapshot.filesByPath.get(path);
  const file = known && currentFile(known);
  return file
    ? { ok: true, file }
    : { ok: false, reason: `${fileNameOf(path)} is no longer a revision file; refresh and try again.` };
}

/**
 * The file with the text as it is now, read anew, so that every range fits the text; undefined where it is
 * gone.
 */
export function currentFile(file: RevisionFile): FileWithText | undefined {
  const now = withText(file);
  return now && { ...now, reading: readRevisionFile(now.text, fileNameOf(now.path)) };
}

export function headerValues(reading: RevisionFileReading): HeaderValues {
  const { revision, down_revision, depends_on, branch_labels } = reading.header;
  return {
    id: revision?.value.kind === 'string' ? revision.value.value : undefined,
    parents: down_revision && namesIn(down_revision.value),
    dependencies: depends_on && namesIn(depends_on.value),
    labels: branch_labels && namesIn(branch_labels.value),
  };
}

function flawOf(rewrite: FileRewrite, edits: readonly TextEdit[]): string | undefined {
  const { file, promise } = rewrite;
  const name = fileNameOf(file.path);
  let text: string;
  try {
    text = applyTextEdits(file.text, edits);
  } catch (error) {
    if (error instanceof RangeError) return `${name}: the places to change overlap; edit the file by hand.`;
    throw error;
  }
  const after = readRevisionFile(text, name);
  const expected = { ...headerValues(file.reading), ...promise };
  const isKept = JSON.stringify(headerValues(after)) === JSON.stringify(expected);
  if (isKept && after.problems.length <= file.reading.problems.length) return undefined;
  return `${name} would not read as promised after this change; edit it by hand.`;
}
