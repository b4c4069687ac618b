import { CreateFile, RenameFile, TextDocumentEdit } from 'vscode-languageserver';
import type { TextEdit as WireTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { ChangeDto } from '../../protocol/changes';
import type { Change, ChangeOutcome } from '../../core/edits/change';
import type { TextEdit } from '../../core/text/textEdit';
import { LineIndexes, toRange } from './ranges';

/** How the files of a change are called and what they hold at the moment, in the eyes of the client. */
export interface ChangeTarget {
  uriOf(path: string): string;
  textOf(path: string): string | undefined;
  /** The version of an open document, null for a file on disk. */
  versionOf(path: string): number | null;
}

/** What the client can do with a workspace edit. */
export interface WorkspaceEditSupport {
  readonly documentChanges: boolean;
  readonly create: boolean;
  readonly rename: boolean;
}

/**
 * A change as one workspace edit: files are created first, then edited, then renamed; none is ever overwritten. Undefined where the client
 * can't do what the change needs.
 */
export function toWorkspaceEdit(
  change: Change,
  target: ChangeTarget,
  support: WorkspaceEditSupport,
): WorkspaceEdit | undefined {
  const edits = convertEdits(change, target);
  if (change.creates.length > 0 && !support.create) return undefined;
  if (change.renames.length > 0 && !support.rename) return undefined;
  if (!support.documentChanges) {
    return { changes: Object.fromEntries(edits.map((file) => [file.uri, file.edits])) };
  }
  const keep = { overwrite: false, ignoreIfExists: false };
  return {
    documentChanges: [
      ...change.creates.flatMap(({ file, text }) => {
        const uri = target.uriOf(file);
        return [
          CreateFile.create(uri, keep),
          TextDocumentEdit.create({ uri, version: null }, [{ range: startOfFile, newText: text }]),
        ];
      }),
      ...edits.map((file) => TextDocumentEdit.create({ uri: file.uri, version: file.version }, file.edits)),
      ...change.renames.map(({ from, to }) => RenameFile.create(target.uriOf(from), target.uriOf(to), keep)),
    ],
  };
}

/** The outcome of a change for a client that applies it itself. The file to open is the first that is created. */
export function toChangeDto(outcome: ChangeOutcome, target: ChangeTarget): ChangeDto {
  if (!outcome.ok) return { kind: 'refused', reason: outcome.reason };
  const { change, title } = outcome;
  const created = change.creates[0];
  return {
    kind: 'change',
    title,
    edits: convertEdits(change, target).map(({ uri, edits }) => ({ uri, edits })),
    creates: change.creates.map(({ file, text }) => ({ uri: target.uriOf(file), text })),
    renames: change.renames.map(({ from, to }) => ({ from: target.uriOf(from), to: target.uriOf(to) })),
    open: created ? target.uriOf(created.file) : null,
  };
}

const startOfFile = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

interface FileEdits {
  readonly uri: string;
  readonly version: number | null;
  readonly edits: WireTextEdit[];
}

function convertEdits(change: Change, target: ChangeTarget): FileEdits[] {
  const lines = new LineIndexes((path) => target.textOf(path));
  return change.edits.map(({ file, edits }) => ({
    uri: target.uriOf(file),
    version: target.versionOf(file),
    edits: edits.map((edit: TextEdit) => ({
      range: toRange(lines.of(file), edit.range),
      newText: edit.newText,
    })),
  }));
}
