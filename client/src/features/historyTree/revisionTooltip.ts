import * as vscode from 'vscode';
import type { HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { Markdown } from '../../infrastructure/vscode/markdown';
import { databaseMark } from '../../infrastructure/environments/databaseStates';

const severityIcons = { error: 'error', warning: 'warning', information: 'info', hint: 'lightbulb' } as const;

/** Everything that is known of a revision, for its tooltip. */
export function revisionTooltip(
  revision: RevisionDto,
  history: HistoryDto,
  databases: KnownDatabases | undefined,
): vscode.MarkdownString {
  const tooltip = new Markdown();
  const names = new Map(history.revisions.map(({ id, message }) => [id, message]));
  tooltip
    .ours('**')
    .text(revision.message || 'No message')
    .ours('**\n\n');
  tooltip.ours('$(git-commit) ').code(revision.id);
  if (revision.createDate) tooltip.ours(' · ').text(revision.createDate.slice(0, 16));
  tooltip.ours('\n\n$(file) ').code(fileName(revision)).ours('\n\n');
  appendRevisions(tooltip, 'Parents', revision.downRevisions, names);
  appendRevisions(tooltip, 'Depends on', revision.dependsOn, names);
  appendRevisions(tooltip, 'Children', revision.nextRevisions, names);
  if (revision.branchLabels.length > 0) {
    tooltip
      .ours('Branch labels: ')
      .code(...revision.branchLabels)
      .ours('\n\n');
  }
  if (revision.destructive) tooltip.ours('$(trash) Its upgrade drops tables or columns.\n\n');
  if (revision.dynamic.length > 0) {
    tooltip
      .ours('$(question) Only running the file would tell ')
      .code(...revision.dynamic)
      .ours('.\n\n');
  }
  if (databases) appendDatabases(tooltip, revision, databases);
  for (const problem of revision.problems) {
    tooltip.ours(`$(${severityIcons[problem.severity]}) `);
    tooltip.text(problem.message).ours('\n\n');
  }
  return tooltip.value;
}

function appendRevisions(
  tooltip: Markdown,
  title: string,
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
): void {
  if (ids.length === 0) return;
  tooltip.ours(`${title}:\n`);
  for (const id of ids) {
    tooltip
      .ours('- ')
      .code(id)
      .ours(' ')
      .text(names.get(id) ?? '(missing)')
      .ours('\n');
  }
  tooltip.ours('\n');
}

function appendDatabases(tooltip: Markdown, revision: RevisionDto, known: KnownDatabases): void {
  const at = known.databases.filter((database) => database.heads.includes(revision.id));
  if (at.length > 0) {
    const names = at.map((database) => database.name ?? database.database ?? database.dialect);
    tooltip.ours('$(database) The database stands here: ').text(names.join(', '));
    tooltip.ours('\n\n');
  } else {
    const mark = databaseMark(revision.id, known);
    if (mark) tooltip.ours(mark === 'applied' ? '$(pass) Applied\n\n' : '$(circle-outline) Pending\n\n');
  }
}

function fileName({ uri }: RevisionDto): string {
  const { path } = vscode.Uri.parse(uri);
  return path.slice(path.lastIndexOf('/') + 1);
}
