import * as vscode from 'vscode';
import type { HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { iconsAsText } from '../../infrastructure/vscode/iconsAsText';
import { databaseMark } from './databaseMark';

const severityIcons = { error: 'error', warning: 'warning', information: 'info', hint: 'lightbulb' } as const;

/** Everything that is known of a revision, for its tooltip. */
export function revisionTooltip(
  revision: RevisionDto,
  history: HistoryDto,
  databases: KnownDatabases | undefined,
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString(undefined, true);
  const names = new Map(history.revisions.map(({ id, message }) => [id, message]));
  const children = history.revisions.filter(({ downRevisions }) => downRevisions.includes(revision.id));
  tooltip
    .appendMarkdown('**')
    .appendText(revision.message || 'No message')
    .appendMarkdown('**\n\n');
  tooltip.appendMarkdown('$(git-commit) ').appendMarkdown(code(revision.id));
  if (revision.createDate) tooltip.appendMarkdown(' · ').appendText(revision.createDate);
  tooltip.appendMarkdown('\n\n');
  appendRevisions(tooltip, 'Parents', revision.downRevisions, names);
  appendRevisions(tooltip, 'Depends on', revision.dependsOn, names);
  appendRevisions(
    tooltip,
    'Children',
    children.map(({ id }) => id),
    names,
  );
  if (revision.branchLabels.length > 0) {
    tooltip.appendMarkdown(`Branch labels: ${revision.branchLabels.map(code).join(', ')}\n\n`);
  }
  if (revision.destructive) tooltip.appendMarkdown('$(trash) Its upgrade drops tables or columns.\n\n');
  if (revision.dynamic.length > 0) {
    const variables = revision.dynamic.map(code).join(', ');
    tooltip.appendMarkdown(`$(question) Only running the file would tell ${variables}.\n\n`);
  }
  if (databases) appendDatabases(tooltip, revision, databases);
  for (const problem of revision.problems) {
    tooltip.appendMarkdown(`$(${severityIcons[problem.severity]}) `);
    tooltip.appendText(problem.message).appendMarkdown('\n\n');
  }
  return tooltip;
}

function appendRevisions(
  tooltip: vscode.MarkdownString,
  title: string,
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
): void {
  if (ids.length === 0) return;
  tooltip.appendMarkdown(`${title}:\n`);
  for (const id of ids) {
    tooltip
      .appendMarkdown(`- ${code(id)} `)
      .appendText(names.get(id) ?? '(missing)')
      .appendMarkdown('\n');
  }
  tooltip.appendMarkdown('\n');
}

function appendDatabases(tooltip: vscode.MarkdownString, revision: RevisionDto, known: KnownDatabases): void {
  const at = known.databases.filter((database) => database.heads.includes(revision.id));
  if (at.length > 0) {
    const names = at.map((database) => database.name ?? database.database ?? database.dialect);
    tooltip.appendMarkdown('$(database) The database stands here: ').appendText(names.join(', '));
    tooltip.appendMarkdown('\n\n');
  } else {
    const mark = databaseMark(revision.id, known);
    if (mark)
      tooltip.appendMarkdown(mark === 'applied' ? '$(pass) Applied\n\n' : '$(circle-outline) Pending\n\n');
  }
}

function code(text: string): string {
  return `\`${iconsAsText(text.replaceAll('`', "'"))}\``;
}
