import type { CancellationToken, Hover } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import { downgradePlace } from '../../core/features/downgradeVerdict';
import { LineIndex } from '../../core/text/lineIndex';
import { rangeTouches } from '../../core/text/textRange';
import { toRange } from '../convert/ranges';
import { markdownText } from '../convert/shownText';
import type { Session } from '../session/session';
import { verdictOf, verdictTitles } from './codeLens';
import type { FileOfEnvironment } from './revisionFiles';

/** The longest time that a hover waits for the schema. Milliseconds. */
const patience = 3000;

/** The most reasons that a hover lists. */
const mostReasons = 8;

/** The verdict on the way back, on the name of `downgrade`; null elsewhere, and where it takes too long. */
export async function hoverVerdict(
  session: Session,
  found: FileOfEnvironment,
  offset: number,
  token: CancellationToken,
): Promise<Hover | null> {
  const { file } = found;
  const place = file.reading.downgrade && downgradePlace(file);
  if (!place || !rangeTouches(place.range, offset)) return null;
  const verdict = await verdictOf(session, found, token, patience);
  if (!verdict) return null;
  const { kind, reasons } = verdict;
  const more = reasons.length - mostReasons;
  const lines = [
    ...reasons.slice(0, mostReasons).map((reason) => `- ${markdownText(reason)}`),
    ...(more > 0 ? [`- ${more} more`] : []),
  ];
  const value = `**${verdictTitles[kind]}**${lines.length > 0 ? `\n\n${lines.join('\n')}` : ''}`;
  return {
    contents: { kind: MarkupKind.Markdown, value },
    range: toRange(new LineIndex(file.text), place.range),
  };
}
