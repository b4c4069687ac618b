import type { MarkupContent } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { RelatedRevision, RevisionView } from '../../core/history/revisionView';
import type { ClientUris } from './clientUris';
import { markdownLink, markdownName, markdownText } from './shownText';

/** The most revisions that one line of a hover lists. */
const mostListed = 10;

/** A revision as Markdown, every revision in it a link to its file. */
export function toHoverContents(view: RevisionView, uris: ClientUris): MarkupContent {
  const marks = [view.isHead && 'head', view.isBase && 'base'].filter(Boolean).join(', ');
  const lines = [
    `**${link({ id: view.id, file: view.path }, uris)}** ${markdownText(view.title)}${marks && ` (${marks})`}`,
    listOf('Revises', view.parents, uris),
    listOf('Revised by', view.children, uris),
    listOf('Depends on', view.dependencies, uris),
    view.dynamic.length > 0 &&
      `Only running the file would tell ${view.dynamic.map(markdownName).join(', ')}.`,
    view.script.branchLabels.length > 0 &&
      `Branch labels: ${view.script.branchLabels.map(markdownText).join(', ')}`,
  ];
  return { kind: MarkupKind.Markdown, value: lines.filter(Boolean).join('\n\n') };
}

function listOf(title: string, revisions: readonly RelatedRevision[], uris: ClientUris): string {
  if (revisions.length === 0) return '';
  const shown = revisions
    .slice(0, mostListed)
    .map((one) => `${link(one, uris)} ${markdownText(one.title)}`.trim());
  const more = revisions.length - shown.length;
  return `${title}: ${shown.join('; ')}${more > 0 ? `; ${more} more` : ''}`;
}

function link({ id, file }: Pick<RelatedRevision, 'id' | 'file'>, uris: ClientUris): string {
  const name = markdownName(id);
  return file === undefined ? `${name} (missing)` : markdownLink(name, uris.of(file));
}
