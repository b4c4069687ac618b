import type { MarkupContent } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { RelatedRevision, RevisionDescription } from '../../core/features/describeRevision';
import type { ClientUris } from './clientUris';
import { markdownLink, markdownName, markdownText } from './shownText';

/** The most revisions that one line of a hover lists. */
const mostListed = 10;

/** A revision's description as Markdown, every revision in it a link to its file. */
export function toHoverContents(revision: RevisionDescription, uris: ClientUris): MarkupContent {
  const marks = [revision.isHead && 'head', revision.isBase && 'base'].filter(Boolean).join(', ');
  const lines = [
    `**${link(revision, uris)}** ${markdownText(revision.message)}${marks && ` (${marks})`}`,
    listOf('Revises', revision.parents, uris),
    listOf('Revised by', revision.children, uris),
    listOf('Depends on', revision.dependencies, uris),
    revision.branchLabels.length > 0 &&
      `Branch labels: ${revision.branchLabels.map(markdownText).join(', ')}`,
  ];
  return { kind: MarkupKind.Markdown, value: lines.filter(Boolean).join('\n\n') };
}

function listOf(title: string, revisions: readonly RelatedRevision[], uris: ClientUris): string {
  if (revisions.length === 0) return '';
  const shown = revisions
    .slice(0, mostListed)
    .map((one) => `${link(one, uris)} ${markdownText(one.message)}`.trim());
  const more = revisions.length - shown.length;
  return `${title}: ${shown.join('; ')}${more > 0 ? `; ${more} more` : ''}`;
}

function link({ id, file }: Pick<RelatedRevision, 'id' | 'file'>, uris: ClientUris): string {
  const name = markdownName(id);
  return file === undefined ? `${name} (missing)` : markdownLink(name, uris.of(file));
}
