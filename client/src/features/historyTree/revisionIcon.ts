import * as vscode from 'vscode';
import type { RevisionDto } from '../../../../server/protocol/environments';
import { databaseMark } from '../../infrastructure/environments/databaseStates';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';

type Mark = 'current' | 'applied' | 'pending' | undefined;

/**
 * What a revision is in the graph, by the icon's form, and what databases have of it, by colour: green is
 * applied, a yellow hollow circle pending. Grey where the answer is old.
 */
export function revisionIcon(revision: RevisionDto, known: KnownDatabases | undefined): vscode.ThemeIcon {
  const mark = markOf(revision, known);
  const colour = mark && known?.asOf ? 'disabledForeground' : colourOf(revision, mark);
  const form = formOf(revision, mark);
  return colour === undefined
    ? new vscode.ThemeIcon(form)
    : new vscode.ThemeIcon(form, new vscode.ThemeColor(colour));
}

function markOf({ id }: RevisionDto, known: KnownDatabases | undefined): Mark {
  if (!known) return undefined;
  return known.current.has(id) ? 'current' : databaseMark(id, known);
}

function formOf({ isHead, isMergePoint, isBranchPoint }: RevisionDto, mark: Mark): string {
  if (mark === 'current') return 'database';
  if (isMergePoint) return 'git-merge';
  if (isBranchPoint) return 'repo-forked';
  if (isHead) return mark === 'applied' ? 'pass-filled' : 'circle-filled';
  if (mark === 'applied') return 'pass';
  return mark === 'pending' ? 'circle-outline' : 'git-commit';
}

function colourOf({ isHead }: RevisionDto, mark: Mark): string | undefined {
  if (mark === 'pending') return 'charts.yellow';
  if (mark) return 'charts.green';
  return isHead ? 'charts.blue' : undefined;
}
