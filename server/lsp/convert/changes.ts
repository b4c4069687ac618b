import { CreateFile, RenameFile, TextDocumentEdit } from 'vscode-languageserver';
import type { TextEdit as WireTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { ChangeBoundsDto, ChangeDto, PlannedEditDto } from '../../protocol/changes';
import type { PassedChange } from '../../core/edits/gateChange';
import type { TextEdit } from '../../core/text/textEdit';
import { LineIndex } from '../../core/text/lineIndex';
import { textHash } from '../../disk/textHash';
import { uriFromPath } from './paths';
import { toRange } from './ranges';

/** How the files of a change are called, in the eyes of the client. */
export interface ChangeTarget {
  uriOf(path: string): string;
  /** The version of an open document, null for a file on disk. */
  versionOf(path: string): number | null;
}

/** A change that has passed the gate, or the one sentence that says why there is none. */
export type PassedOutcome =
  | { readonly ok: true; readonly title: string; readonly change: PassedChange }
  | { readonly ok: false; readonly reason: string };

/** What the client can do with a workspace edit. */
export interface WorkspaceEditSupport {
  readonly documentChanges: boolean;
  readonly create: boolean;
  readonly rename: boolean;
}

/**
 * A change as one workspace edit: files are created first, then edited, then renamed; none is ever
 * overwritten. Undefined where the client can't do what the change needs.
 */
export function toWorkspaceEdit(
  change: PassedChange,
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

/**
 * The outcome of a change for a client that applies it itself. The file to open is the first that is created.
 */
export function toChangeDto(outcome: PassedOutcome, target: ChangeTarget): ChangeDto {
  if (!outcome.ok) return { kind: 'refused', reason: outcome.reason };
  const { change, title } = outcome;
  const created = change.creates[0];
  return {
    kind: 'change',
    title,
    edits: convertEdits(change, target).map(({ uri, edits }) => ({ uri, edits })),
    creates: change.creates.map(({ file, text }) => ({ uri: target.uriOf(file), text })),
    renames: change.renames.map(({ from, to }) => ({ from: target.uriOf(from), to: target.uriOf(to) })),
    planned: toPlannedEdit(change, target),
    open: created ? target.uriOf(created.file) : null,
  };
}

/** What a workspace edit of a change was planned for. */
export function toPlannedEdit(change: PassedChange, target: ChangeTarget): PlannedEditDto {
  const { edits, creates, renames } = change;
  const texts = new Map([
    ...edits.map(({ file, before }) => [file, before] as const),
    ...renames.map(({ from, before }) => [from, before] as const),
  ]);
  return {
    bounds: toBoundsDto(change),
    files: [...texts].map(([file, text]) => ({ uri: target.uriOf(file), hash: textHash(text) })),
    newFiles: [...creates.map(({ file }) => file), ...renames.map(({ to }) => to)].map((file) =>
      target.uriOf(file),
    ),
  };
}

function toBoundsDto({ bounds }: PassedChange): ChangeBoundsDto {
  const { folders, realFolders, onlyWithin } = bounds;
  return {
    folders: folders.map(uriFromPath),
    realFolders: realFolders.map(uriFromPath),
    onlyWithin: onlyWithin === undefined ? null : uriFromPath(onlyWithin),
  };
}

const startOfFile = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

interface FileEdits {
  readonly uri: string;
  readonly version: number | null;
  readonly edits: WireTextEdit[];
}

function convertEdits(change: PassedChange, target: ChangeTarget): FileEdits[] {
  return change.edits.map(({ file, edits, before }) => {
    const lines = new LineIndex(before);
    return {
      uri: target.uriOf(file),
      version: target.versionOf(file),
      edits: edits.map((edit: TextEdit) => ({ range: toRange(lines, edit.range), newText: edit.newText })),
    };
  });
}
