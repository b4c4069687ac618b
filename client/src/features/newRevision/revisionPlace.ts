import * as vscode from 'vscode';
import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import { askBranchLabel } from '../../infrastructure/environments/askNames';
import { pickRevision } from '../../infrastructure/environments/pickRevision';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { RevisionTemplate } from './revisionTemplates';

const title = 'New Revision';

/**
 * Where the revision stands in the history: what was asked, as options of `alembic revision`. `parent` is the
 * revision on which it is to build, where a person said so already.
 */
export async function askPlace(
  environment: EnvironmentDto,
  history: HistoryDto | null,
  asks: RevisionTemplate['asks'],
  parent: string | undefined,
): Promise<readonly string[]> {
  if (asks === 'branch' && history) return await askBranch(environment, history, parent);
  const head = parent ?? (await askHead(environment, history));
  // The first revision of all has no parent in whose folder it would go.
  const first = history?.revisions.length === 0 ? await askVersionPath(environment) : undefined;
  const options = [
    ...(head === undefined ? [] : [`--head=${head}`, ...(history ? splice(history, head) : [])]),
    ...(first === undefined ? [] : [`--version-path=${first}`]),
  ];
  if (asks !== 'dependency' || !history) return options;
  const before = head === undefined ? new Set<string>() : withAncestors(history, head);
  const dependency = await pickRevision(history, {
    title,
    placeHolder: 'After which revision of another branch must it run?',
    named: [],
    isWanted: ({ id }) => !before.has(id),
  });
  return [...options, `--depends-on=${dependency}`];
}

/**
 * True where there is more than one line of revisions: with one, everything that is there runs before a new
 * revision anyway.
 */
export function mayDepend(history: HistoryDto | null): boolean {
  return (history?.realHeads.length ?? 0) > 1;
}

async function askBranch(
  environment: EnvironmentDto,
  history: HistoryDto,
  parent: string | undefined,
): Promise<readonly string[]> {
  const label = await askBranchLabel(title, history, 'Label of the branch', false);
  const from =
    parent ??
    (await pickRevision(history, {
      title,
      placeHolder: 'From which revision does the branch start?',
      named: [{ label: 'base', description: 'a line of its own from the very start', target: 'base' }],
    }));
  const versionPath = from === 'base' ? await askVersionPath(environment) : undefined;
  return [
    `--head=${from}`,
    ...splice(history, from),
    `--branch-label=${label}`,
    ...(versionPath === undefined ? [] : [`--version-path=${versionPath}`]),
  ];
}

/** Asked only where there are several folders and no parent says which. */
async function askVersionPath(environment: EnvironmentDto): Promise<string | undefined> {
  if (environment.versionLocationUris.length < 2) return undefined;
  const items = environment.versionLocationUris.map((uri) => {
    const folder = vscode.Uri.parse(uri);
    return { label: vscode.workspace.asRelativePath(folder), path: folder.fsPath };
  });
  const picked = await pickRow(items, { title, placeHolder: 'In which folder?' });
  if (!picked) throw new vscode.CancellationError();
  return picked.path;
}

/** The head to build on, asked only where Alembic would ask too. */
async function askHead(environment: EnvironmentDto, history: HistoryDto | null): Promise<string | undefined> {
  const heads = history?.realHeads ?? environment.heads;
  if (heads.length < 2) return undefined;
  const items = heads.map((id) => ({
    label: history?.revisions.find((revision) => revision.id === id)?.message || id,
    description: id,
    id,
  }));
  const picked = await pickRow(items, {
    title,
    placeHolder: 'There are several heads: which one does the revision build on?',
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.id;
}

/** Alembic wants it said that a revision builds on one that others build on. */
function splice({ realHeads }: HistoryDto, parent: string): readonly string[] {
  return parent === 'base' || realHeads.includes(parent) ? [] : ['--splice'];
}

function withAncestors({ revisions }: HistoryDto, id: string): ReadonlySet<string> {
  const parents = new Map(revisions.map((revision) => [revision.id, revision.downRevisions]));
  const found = new Set([id]);
  for (const each of found) for (const parent of parents.get(each) ?? []) found.add(parent);
  return found;
}
